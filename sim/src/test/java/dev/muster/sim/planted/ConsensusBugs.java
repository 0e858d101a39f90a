package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.ISOLATE_LEADER;
import static dev.muster.sim.fault.FaultKind.LOST_DISK;
import static dev.muster.sim.fault.FaultKind.PAUSE;

import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.sim.seam.ForwardingGroup;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Bugs of how a database uses its group: what is proposed, confirmed, and told. */
final class ConsensusBugs {
    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of(
                            "every proposal made twice",
                            "each change set is proposed twice, and the second answer told",
                            () -> Rafts.groups(Twice::new))
                    .in("lists"),
            PlantedBug.of(
                            "leader not confirmed",
                            "a leader answers reads without asking a majority whether it still leads",
                            () -> Rafts.groups(Unconfirmed::new))
                    .with(PAUSE, ISOLATE_LEADER)
                    .often(4)
                    .within(200),
            PlantedBug.of(
                            "lost disk not noticed",
                            "a server on an empty disk goes on as the member it was",
                            Rafts::lostDisksUnnoticed)
                    .with(LOST_DISK));

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

    private static final class Unconfirmed extends ForwardingGroup {
        Unconfirmed(RaftGroup group) {
            super(group);
        }

        @Override
        public CompletionStage<Long> barrier() {
            RaftStatus status = group.status();
            return status.role() == Role.LEADER
                    ? CompletableFuture.completedStage(status.commitIndex())
                    : group.barrier();
        }
    }
}
