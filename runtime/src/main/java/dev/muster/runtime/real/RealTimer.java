package dev.muster.runtime.real;

import dev.muster.runtime.Lane;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A task of a {@link RealLane} that waits for its time: ordered by it, and among equals by when they were scheduled. */
final class RealTimer implements Lane.Timer, Runnable, Comparable<RealTimer> {
    private final long dueNanos;
    private final long sequence;
    private final Runnable task;
    private final AtomicInteger cancelledTimers;

    /** Set once, by whoever comes first: the lane that runs it or the caller that takes it back. */
    private final AtomicBoolean taken = new AtomicBoolean();

    RealTimer(long dueNanos, long sequence, Runnable task, AtomicInteger cancelledTimers) {
        this.dueNanos = dueNanos;
        this.sequence = sequence;
        this.task = task;
        this.cancelledTimers = cancelledTimers;
    }

    boolean isDue(long nowNanos) {
        return nanosUntilDue(nowNanos) <= 0;
    }

    long nanosUntilDue(long nowNanos) {
        return dueNanos - nowNanos;
    }

    boolean isTaken() {
        return taken.get();
    }

    @Override
    public boolean cancel() {
        boolean cancelled = taken.compareAndSet(false, true);
        if (cancelled) {
            cancelledTimers.incrementAndGet();
        }
        return cancelled;
    }

    @Override
    public void run() {
        if (taken.compareAndSet(false, true)) {
            task.run();
        }
    }

    /** Compares by difference, since the monotonic clock may wrap. */
    @Override
    public int compareTo(RealTimer other) {
        long later = dueNanos - other.dueNanos;
        return later != 0 ? Long.signum(later) : Long.compare(sequence, other.sequence);
    }
}
