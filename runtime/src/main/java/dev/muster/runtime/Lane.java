package dev.muster.runtime;

import java.util.concurrent.Executor;

/**
 * A single-threaded event loop that owns state: what is bound to a lane is touched on that lane only, so it needs no
 * locks (DESIGN, D2).
 *
 * <p><b>Contract.</b> Tasks run one after the other, in the order in which they were given, never inside the call that
 * gave them; each task sees everything earlier tasks did. A task that throws is reported to the lane's {@link
 * FailureListener} and does not stop the lane.
 *
 * <p><b>Turns.</b> A lane works in turns: it takes the tasks that are waiting, runs them, and then runs its {@linkplain
 * #onTurnEnd turn-end hooks}. What must be batched (the records of many groups under one sync) is batched per turn.
 */
public interface Lane extends Executor {
    /** The lane's name, as threads and traces show it. */
    String name();

    /** Queues a task. Any thread. After the lane has been closed tasks are silently dropped. */
    @Override
    void execute(Runnable task);

    /** Queues a task once the delay (nanoseconds of {@link Clock#monotonicNanos}, at least 0) has passed. Any thread. */
    Timer schedule(long delayNanos, Runnable task);

    /** Whether the caller is on this lane. */
    boolean isCurrent();

    /** Adds a hook that runs on the lane at the end of each turn in which at least one task ran. Any thread. */
    void onTurnEnd(Runnable hook);

    /** Fails loudly when the caller is not on this lane: the assertion behind every "lane only" in the javadoc. */
    default void assertCurrent() {
        if (!isCurrent()) {
            throw new IllegalStateException("not on lane " + name() + " but on "
                    + Thread.currentThread().getName());
        }
    }

    /** A task that waits for its time. */
    interface Timer {
        /** Takes the task back. Any thread. Returns whether it had neither run nor been cancelled before. */
        boolean cancel();
    }

    /** Told when a task on a lane threw: a defect, since operating errors are results. */
    @FunctionalInterface
    interface FailureListener {
        void failed(Lane lane, Throwable failure);
    }
}
