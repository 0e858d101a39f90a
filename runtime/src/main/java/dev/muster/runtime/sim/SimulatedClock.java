package dev.muster.runtime.sim;

import dev.muster.runtime.Clock;
import java.util.concurrent.TimeUnit;

/**
 * The clock of a simulated server. Wall and monotonic time have origins far apart, and other ones on each server, so that
 * code that mixes them or compares them between servers goes wrong at once.
 */
public final class SimulatedClock implements Clock {
    /** 2026-01-01T00:00Z. */
    private static final long WALL_START_MILLIS = 1_767_225_600_000L;

    private static final long MONOTONIC_ORIGIN_NANOS_MAX = TimeUnit.DAYS.toNanos(100);

    private final Simulation simulation;
    private final long monotonicOriginNanos;
    private long wallErrorMillis;

    SimulatedClock(Simulation simulation, SimulatedRandom random) {
        this.simulation = simulation;
        this.monotonicOriginNanos = random.between(0, MONOTONIC_ORIGIN_NANOS_MAX);
    }

    /** Sets the wall clock wrong by so much, at once; negative is behind. */
    public void setWallErrorMillis(long millis) {
        wallErrorMillis = millis;
    }

    @Override
    public long wallMillis() {
        return WALL_START_MILLIS + TimeUnit.NANOSECONDS.toMillis(simulation.nowNanos()) + wallErrorMillis;
    }

    @Override
    public long monotonicNanos() {
        return monotonicOriginNanos + simulation.nowNanos();
    }
}
