package dev.muster.store.engine;

import dev.muster.runtime.Clock;

/** A clock that stands where a test puts it. */
final class SetClock implements Clock {
    long wallMillis = 1_000_000;

    @Override
    public long wallMillis() {
        return wallMillis;
    }

    @Override
    public long monotonicNanos() {
        return wallMillis * 1_000_000;
    }
}
