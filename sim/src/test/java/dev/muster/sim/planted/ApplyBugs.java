package dev.muster.sim.planted;

import dev.muster.raft.StateMachine;
import dev.muster.sim.seam.ForwardingMachine;
import dev.muster.store.Applied;
import java.util.List;

/** Bugs of how committed entries become a store's contents, and how those outlive the process. */
final class ApplyBugs {
    private static final byte[] NOTHING = {};

    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of(
                    "entry skipped on one server",
                    "one member leaves each tenth entry out",
                    () -> Worlds.onlyOn("s2", () -> Rafts.stateMachines(SkipsTenth::new))),
            PlantedBug.of(
                    "entry skipped everywhere",
                    "all members leave each tenth entry out and say it is done",
                    () -> Rafts.stateMachines(SkipsTenth::new)),
            PlantedBug.of(
                            "entry applied twice",
                            "each tenth entry is applied again as the next one",
                            () -> Rafts.stateMachines(AppliesTwice::new))
                    .in("lists"),
            PlantedBug.of(
                    "entry replaced by the one before",
                    "one member applies an entry where another belongs",
                    () -> Worlds.onlyOn("s2", () -> Rafts.stateMachines(AppliesOlder::new))),
            PlantedBug.of(
                            "conflict called commit",
                            "a change set that lost is acknowledged",
                            () -> Rafts.stateMachines(NoConflicts::new))
                    .in("banks"),
            PlantedBug.of(
                    "commit called conflict",
                    "a change set that won is refused now and then",
                    () -> Rafts.stateMachines(FalseConflicts::new)));

    private ApplyBugs() {}

    /** Counts the entries that are someone's. */
    private abstract static class Counting extends ForwardingMachine {
        private int entries;

        Counting(StateMachine machine) {
            super(machine);
        }

        boolean isTenth(byte[] payload) {
            return payload.length > 0 && ++entries % 10 == 0;
        }
    }

    private static final class SkipsTenth extends Counting {
        SkipsTenth(StateMachine machine) {
            super(machine);
        }

        @Override
        public Object apply(long index, byte[] payload) {
            if (isTenth(payload)) {
                machine.apply(index, NOTHING);
                return new Applied.Committed(1);
            }
            return machine.apply(index, payload);
        }
    }

    /** Indexes are shifted, so that the store does not notice that it gets something twice. */
    private static final class AppliesTwice extends Counting {
        private long shift;

        AppliesTwice(StateMachine machine) {
            super(machine);
        }

        @Override
        public Object apply(long index, byte[] payload) {
            Object first = machine.apply(index + shift, payload);
            if (!isTenth(payload)) {
                return first;
            }
            shift++;
            return machine.apply(index + shift, payload);
        }
    }

    private static final class AppliesOlder extends Counting {
        private byte[] before = NOTHING;

        AppliesOlder(StateMachine machine) {
            super(machine);
        }

        @Override
        public Object apply(long index, byte[] payload) {
            Object result = machine.apply(index, isTenth(payload) ? before : payload);
            before = payload;
            return result;
        }
    }

    private static final class NoConflicts extends ForwardingMachine {
        NoConflicts(StateMachine machine) {
            super(machine);
        }

        @Override
        public Object apply(long index, byte[] payload) {
            Object result = machine.apply(index, payload);
            return result instanceof Applied.Conflict ? new Applied.Committed(1) : result;
        }
    }

    private static final class FalseConflicts extends Counting {
        FalseConflicts(StateMachine machine) {
            super(machine);
        }

        @Override
        public Object apply(long index, byte[] payload) {
            Object result = machine.apply(index, payload);
            return isTenth(payload) ? new Applied.Conflict("somebody was faster") : result;
        }
    }
}
