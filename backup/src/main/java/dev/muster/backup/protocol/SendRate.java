package dev.muster.backup.protocol;

import dev.muster.runtime.Clock;

/**
 * How fast all backups of a server together may send. Whoever has sent waits until what went out so far is what the rate
 * allows; after a pause nothing is caught up, so that there are no bursts. Any thread.
 */
final class SendRate {
    private static final double NANOS_PER_SECOND = 1e9;

    private final long bytesPerSecond;
    private final Clock clock;
    private long freeAtNanos;

    /** @param bytesPerSecond 0 for no limit */
    SendRate(long bytesPerSecond, Clock clock) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.freeAtNanos = clock.monotonicNanos();
    }

    /** Counts bytes that go out now; how long to wait before the next ones, in nanoseconds. */
    synchronized long nanosAfter(int bytes) {
        if (bytesPerSecond == 0) {
            return 0;
        }
        long now = clock.monotonicNanos();
        if (now - freeAtNanos > 0) {
            freeAtNanos = now;
        }
        freeAtNanos += Math.round(bytes / (double) bytesPerSecond * NANOS_PER_SECOND);
        return freeAtNanos - now;
    }
}
