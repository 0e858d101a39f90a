package dev.muster.runtime;

/**
 * The time of one server. Two readings that must not be mixed: the wall clock, which people read and which may jump,
 * and the monotonic clock, which durations are measured with.
 *
 * <p>Any thread may call it. Simulated clocks only move when the simulation moves them.
 */
public interface Clock {
    /** Milliseconds since 1970-01-01T00:00Z as this server believes; may go back. */
    long wallMillis();

    /** Nanoseconds from an arbitrary origin; never goes back. Only differences mean anything. */
    long monotonicNanos();
}
