package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.ISOLATE;
import static dev.muster.sim.fault.FaultKind.KILL;
import static dev.muster.sim.fault.FaultKind.POWER;
import static dev.muster.sim.fault.FaultKind.POWER_ALL;
import static dev.muster.sim.fault.FaultKind.PRUNE;
import static dev.muster.sim.fault.FaultKind.RESTART;

import dev.muster.raft.MemberId;
import dev.muster.raft.StateMachine;
import dev.muster.sim.seam.ForwardingMachine;
import java.nio.ByteBuffer;
import java.util.List;

/** Bugs of checkpoints, and of copies that members get which lag behind the others' logs. */
final class SnapshotBugs {
    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of(
                            "copy that never came",
                            "a member that lags says that it has its copy, and has none",
                            () -> Rafts.stateMachines(NoCopy::new))
                    .with(PRUNE, ISOLATE, KILL, RESTART)
                    .often(3)
                    .slow(30),
            PlantedBug.of(
                            "copy with more than it has",
                            "a copied store says that it has one entry more than it has",
                            () -> Rafts.stateMachines(Boasts::new))
                    .with(PRUNE, ISOLATE, KILL, RESTART)
                    .often(3)
                    .slow(30),
            PlantedBug.of(
                            "checkpoint that was not made",
                            "the log is cut as if the state before were durable",
                            () -> Rafts.stateMachines(NoCheckpoint::new))
                    .with(PRUNE, POWER, POWER_ALL)
                    .slow(30));

    private SnapshotBugs() {}

    private static final class NoCopy extends ForwardingMachine {
        NoCopy(StateMachine machine) {
            super(machine);
        }

        @Override
        public void copyNeeded(long index, byte[] descriptor, MemberId source, Runnable done) {
            done.run();
        }
    }

    private static final class Boasts extends ForwardingMachine {
        private long more;

        Boasts(StateMachine machine) {
            super(machine);
        }

        @Override
        public long appliedIndex() {
            return super.appliedIndex() + more;
        }

        @Override
        public void copyNeeded(long index, byte[] descriptor, MemberId source, Runnable done) {
            super.copyNeeded(index, descriptor, source, () -> {
                more = 1;
                done.run();
            });
        }
    }

    private static final class NoCheckpoint extends ForwardingMachine {
        NoCheckpoint(StateMachine machine) {
            super(machine);
        }

        @Override
        public byte[] checkpoint(long index) {
            return ByteBuffer.allocate(2 * Long.BYTES).putLong(index).array();
        }
    }
}
