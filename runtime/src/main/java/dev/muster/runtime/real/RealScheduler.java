package dev.muster.runtime.real;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Scheduler;
import dev.muster.runtime.Workers;
import java.util.ArrayList;
import java.util.List;

/** Lanes as platform threads named {@code <scheduler>/<lane>}. They keep the process alive until {@link #close}. */
public final class RealScheduler implements Scheduler {
    private final String name;
    private final Clock clock;
    private final Lane.FailureListener failures;
    private final RealWorkers workers;
    private final List<RealLane> lanes = new ArrayList<>();
    private boolean closed;

    public RealScheduler(String name, Clock clock, Lane.FailureListener failures) {
        this.name = name;
        this.clock = clock;
        this.failures = failures;
        this.workers = new RealWorkers(name, Runtime.getRuntime().availableProcessors());
    }

    @Override
    public synchronized Lane newLane(String laneName) {
        if (closed) {
            throw new IllegalStateException("scheduler " + name + " is closed; no lane " + laneName);
        }
        RealLane lane = new RealLane(name + "/" + laneName, clock, failures);
        lanes.add(lane);
        lane.start();
        return lane;
    }

    @Override
    public Workers workers() {
        return workers;
    }

    /** Ends all lanes and waits for them, except for the one that calls, if one does. */
    @Override
    public void close() {
        List<RealLane> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(lanes);
        }
        workers.close();
        ending.forEach(RealLane::end);
        ending.forEach(RealLane::awaitEnd);
    }
}
