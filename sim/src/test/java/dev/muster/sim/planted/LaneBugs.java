package dev.muster.sim.planted;

import static dev.muster.sim.fault.FaultKind.ISOLATE_LEADER;
import static dev.muster.sim.fault.FaultKind.KILL;

import dev.muster.runtime.Lane;
import java.util.List;

/** Bugs of a lane that breaks its contract, hence of whoever relies on threads in the same way. */
final class LaneBugs {
    private static final String DATABASES = "databases-";

    static final List<PlantedBug> ALL = List.of(
            PlantedBug.of(
                            "task dropped",
                            "each 500th task of the databases' lanes is never run",
                            () -> Worlds.lanes(name -> name.startsWith(DATABASES), DropsTasks::new))
                    .with(KILL),
            PlantedBug.of(
                            "task run twice",
                            "each 50th task of the databases' lanes is run again",
                            () -> Worlds.lanes(name -> name.startsWith(DATABASES), RepeatsTasks::new))
                    .in("lists"),
            PlantedBug.of(
                            "timers lost",
                            "timers of the databases' lanes stop after a while",
                            () -> Worlds.lanes(name -> name.startsWith(DATABASES), LosesTimers::new))
                    .with(ISOLATE_LEADER)
                    .slow(20));

    private LaneBugs() {}

    private static final class DropsTasks extends ForwardingLane {
        private int tasks;

        DropsTasks(Lane lane) {
            super(lane);
        }

        @Override
        public void execute(Runnable task) {
            if (++tasks % 500 != 0) {
                lane.execute(task);
            }
        }
    }

    private static final class RepeatsTasks extends ForwardingLane {
        private int tasks;

        RepeatsTasks(Lane lane) {
            super(lane);
        }

        @Override
        public void execute(Runnable task) {
            lane.execute(task);
            if (++tasks % 50 == 0) {
                lane.execute(task);
            }
        }
    }

    private static final class LosesTimers extends ForwardingLane {
        private static final int TIMERS = 500;

        private int timers;

        LosesTimers(Lane lane) {
            super(lane);
        }

        @Override
        public Timer schedule(long delayNanos, Runnable task) {
            return ++timers <= TIMERS ? lane.schedule(delayNanos, task) : () -> true;
        }
    }
}
