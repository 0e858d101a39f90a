package dev.muster.runtime;

/** Makes the {@linkplain Lane lanes} of one server. Threads exist nowhere else in the core. */
public interface Scheduler extends AutoCloseable {
    /** Starts a lane. Any thread. Lanes live until {@link #close}. */
    Lane newLane(String name);

    /** Other processors for what only computes. Any thread; after {@link #close} the caller computes itself. */
    default Workers workers() {
        return Workers.INLINE;
    }

    /** Ends all lanes: the task that is running ends, the rest is dropped. Waits for them. */
    @Override
    void close();
}
