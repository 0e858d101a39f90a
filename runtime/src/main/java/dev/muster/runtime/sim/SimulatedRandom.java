package dev.muster.runtime.sim;

import dev.muster.runtime.Random;

/** Chance that follows from a seed: SplitMix64, the same numbers on every Java. */
public final class SimulatedRandom implements Random {
    /** 2^64 divided by the golden ratio, odd: visits all 2^64 states. */
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private final long seed;
    private long state;

    public SimulatedRandom(long seed) {
        this.seed = seed;
        this.state = seed;
    }

    @Override
    public long nextLong() {
        state += STEP;
        return mix(state);
    }

    /** A source of its own that follows from this one's seed and the label alone, however much was drawn from either. */
    public SimulatedRandom stream(String label) {
        long derived = mix(seed + STEP);
        for (int i = 0; i < label.length(); i++) {
            derived = mix(derived ^ label.charAt(i));
        }
        return new SimulatedRandom(derived);
    }

    /** A number between the bounds, both included. */
    public long between(long fromInclusive, long toInclusive) {
        return nextLong(fromInclusive, toInclusive + 1);
    }

    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
