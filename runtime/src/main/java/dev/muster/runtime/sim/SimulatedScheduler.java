package dev.muster.runtime.sim;

import dev.muster.runtime.Lane;
import dev.muster.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;

/** The lanes of one process, all on the simulation's queue. */
final class SimulatedScheduler implements Scheduler {
    private final SimulatedProcess process;
    private final List<SimulatedLane> lanes = new ArrayList<>();
    private boolean closed;

    SimulatedScheduler(SimulatedProcess process) {
        this.process = process;
    }

    @Override
    public Lane newLane(String name) {
        if (closed) {
            throw new IllegalStateException("scheduler " + process.name() + " is closed; no lane " + name);
        }
        SimulatedLane lane = new SimulatedLane(process, process.name() + "/" + name);
        lanes.add(lane);
        return lane;
    }

    @Override
    public void close() {
        closed = true;
        lanes.forEach(SimulatedLane::end);
    }
}
