package dev.muster.runtime.sim;

import dev.muster.runtime.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The clocks of a simulated server. Wall and monotonic time have origins far apart, and other ones on each server, so that
 * code that mixes them or compares them between servers goes wrong at once.
 *
 * <p>Both run at the server's own rate, which may be too fast or too slow; timers of the server's lanes are measured with
 * it. The wall clock may jump besides; the monotonic clock never does.
 */
public final class SimulatedClock implements Clock {
    /** 2026-01-01T00:00Z. */
    private static final long WALL_START_MILLIS = 1_767_225_600_000L;

    private static final long MONOTONIC_ORIGIN_NANOS_MAX = TimeUnit.DAYS.toNanos(100);
    private static final long MILLION = 1_000_000;
    private static final int DRIFT_PPM_MAX = 500_000;

    private final Simulation simulation;
    private final long monotonicOriginNanos;

    /** When the rate last changed, in virtual time. */
    private long rateSinceNanos;

    /** How much this server's time had passed by then. */
    private long passedBeforeNanos;

    private int driftPpm;
    private long wallOffsetMillis;

    SimulatedClock(Simulation simulation, SimulatedRandom random) {
        this.simulation = simulation;
        this.monotonicOriginNanos = random.between(0, MONOTONIC_ORIGIN_NANOS_MAX);
    }

    /** Sets the wall clock wrong by so much, at once; negative is behind. With drift, the error goes on changing. */
    public void setWallErrorMillis(long millis) {
        long trueMillis = WALL_START_MILLIS + TimeUnit.NANOSECONDS.toMillis(simulation.nowNanos());
        wallOffsetMillis += trueMillis + millis - wallMillis();
    }

    /** Lets the wall clock jump: forward, or back if negative. */
    public void jumpWall(Duration by) {
        wallOffsetMillis += by.toMillis();
    }

    /**
     * Lets the clocks run too fast (or, negative, too slow) by so many millionths: 50,000 is five per cent. Timers that
     * are set already follow. Throws {@link IllegalArgumentException} beyond half of the true rate.
     */
    public void setDriftPpm(int ppm) {
        if (Math.abs(ppm) > DRIFT_PPM_MAX) {
            throw new IllegalArgumentException("drift of " + ppm + " ppm; at most " + DRIFT_PPM_MAX + " are possible");
        }
        passedBeforeNanos = passedNanos();
        rateSinceNanos = simulation.nowNanos();
        driftPpm = ppm;
        simulation.retime(this);
    }

    /** Ends drift, and sets the wall clock right. */
    public void heal() {
        setDriftPpm(0);
        setWallErrorMillis(0);
    }

    @Override
    public long wallMillis() {
        return WALL_START_MILLIS + TimeUnit.NANOSECONDS.toMillis(passedNanos()) + wallOffsetMillis;
    }

    @Override
    public long monotonicNanos() {
        return monotonicOriginNanos + passedNanos();
    }

    /** The first virtual time at which the monotonic clock shows at least that much, at the present rate. */
    long virtualNanosOf(long monotonicNanos) {
        long missing = monotonicNanos - monotonicOriginNanos - passedBeforeNanos;
        if (driftPpm == 0) {
            return rateSinceNanos + missing;
        }
        long rate = MILLION + driftPpm;
        long whole = Math.floorDiv(missing, rate);
        long rest = Math.floorMod(missing, rate);
        return rateSinceNanos + whole * MILLION + (rest * MILLION + rate - 1) / rate;
    }

    private long passedNanos() {
        long since = simulation.nowNanos() - rateSinceNanos;
        if (driftPpm == 0) {
            return passedBeforeNanos + since;
        }
        // In two parts, since the product would overflow within hours.
        long error = since / MILLION * driftPpm + Math.floorDiv(since % MILLION * driftPpm, MILLION);
        return passedBeforeNanos + since + error;
    }
}
