package dev.muster.sim.planted;

import dev.muster.raft.RaftGroup;
import dev.muster.sim.seam.ForwardingGroup;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Bugs of how a database uses its group: what is proposed, confirmed, and told. */
final class ConsensusBugs {
    static final List<PlantedBug> ALL = List.of(PlantedBug.of(
                    "every proposal made twice",
                    "each change set is proposed twice, and the second answer told",
                    () -> Rafts.groups(Twice::new))
            .in("lists"));

    private ConsensusBugs() {}

    private static final class Twice extends ForwardingGroup {
        Twice(RaftGroup group) {
            super(group);
        }

        @Override
        public CompletionStage<Object> propose(byte[] payload) {
            group.propose(payload.clone());
            return group.propose(payload);
        }
    }
}
