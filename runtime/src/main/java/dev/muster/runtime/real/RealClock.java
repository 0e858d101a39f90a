package dev.muster.runtime.real;

import dev.muster.runtime.Clock;

/** The clocks of this machine. */
public final class RealClock implements Clock {
    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }
}
