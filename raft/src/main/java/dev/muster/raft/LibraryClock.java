package dev.muster.raft;

import dev.muster.runtime.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The clock that the consensus library sees: monotonic, and faster than the real one by a factor, because the library
 * counts heartbeats in whole seconds (facts/raft.md 4.3). Delays it asks for are divided by the same factor.
 */
final class LibraryClock extends java.time.Clock {
    /** One heartbeat is one second of the library's time. */
    static final int HEARTBEAT_MILLIS = 1000;

    /** Far from 0, which the library takes for "never". */
    private static final long ORIGIN_MILLIS = 1_000_000_000L;

    private final Clock clock;
    private final long originNanos;
    private final double factor;
    private long skippedMillis;
    private boolean setBack;
    private long setBackTo;

    LibraryClock(Clock clock, int heartbeatMillis) {
        this.clock = clock;
        this.originNanos = clock.monotonicNanos();
        this.factor = (double) HEARTBEAT_MILLIS / heartbeatMillis;
    }

    /** Sets this clock forward: what has to be waited for, for so long of real time, need not be. Lane only. */
    void skip(long realMillis) {
        skippedMillis += (long) Math.ceil(realMillis * factor);
    }

    /** The real time that a delay of the library takes. */
    long realNanos(long libraryNanos) {
        return (long) (libraryNanos / factor);
    }

    /** Does something as if it were that moment of monotonic real time: of what has waited counts when it came. Lane only. */
    void at(long nanos, Runnable task) {
        setBack = true;
        setBackTo = nanos;
        try {
            task.run();
        } finally {
            setBack = false;
        }
    }

    /** Monotonic real time. */
    long nanos() {
        return setBack ? setBackTo : clock.monotonicNanos();
    }

    /**
     * The time from now to the next of the moments that lie {@code periodNanos} of real time apart and, with the same phase,
     * are the same for all groups of a server: more than 0, at most the period.
     */
    long nanosToNext(long periodNanos, long phaseNanos) {
        return periodNanos - Math.floorMod(nanos() + phaseNanos, periodNanos);
    }

    @Override
    public long millis() {
        return ORIGIN_MILLIS + skippedMillis + (long) ((nanos() - originNanos) * factor / 1_000_000);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public java.time.Clock withZone(ZoneId zone) {
        return this;
    }
}
