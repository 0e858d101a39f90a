package dev.muster.backup.artifact;

import dev.muster.runtime.Disk;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Scheduler;
import dev.muster.runtime.Workers;
import dev.muster.runtime.World;
import java.io.IOException;

/** Others that get to nothing before somebody waits for it: who reads or writes is as far ahead as it may be. */
final class LateWorkers implements Workers {
    private final int count;
    int begun;
    int asked;
    int waitingMax;

    LateWorkers(int count) {
        this.count = count;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public <T> Work<T> begin(Computation<T> computation) {
        begun++;
        waitingMax = Math.max(waitingMax, begun - asked);
        return new Work<>() {
            @Override
            public T result() throws IOException {
                asked++;
                return computation.compute();
            }

            @Override
            public boolean isDone() {
                return false;
            }
        };
    }

    /** A world that has them and a disk, and nothing else. */
    World with(Disk disk) {
        Scheduler scheduler = new Scheduler() {
            @Override
            public Lane newLane(String name) {
                throw new UnsupportedOperationException(name);
            }

            @Override
            public Workers workers() {
                return LateWorkers.this;
            }

            @Override
            public void close() {}
        };
        return new World(null, scheduler, null, disk, null);
    }
}
