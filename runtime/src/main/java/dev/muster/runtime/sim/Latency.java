package dev.muster.runtime.sim;

import java.time.Duration;

/**
 * How long something takes: usually between {@code minNanos} and {@code maxNanos}, and with {@code tailProbability} (0 to 1)
 * between {@code tailMinNanos} and {@code tailMaxNanos}. Bounds are included.
 */
public record Latency(long minNanos, long maxNanos, double tailProbability, long tailMinNanos, long tailMaxNanos) {
    /** Takes no time. */
    public static final Latency NONE = new Latency(0, 0, 0, 0, 0);

    /** Throws {@link IllegalArgumentException} for bounds that are negative or the wrong way round. */
    public Latency {
        if (minNanos < 0 || maxNanos < minNanos || tailMinNanos < 0 || tailMaxNanos < tailMinNanos) {
            throw new IllegalArgumentException("no latency: " + minNanos + ".." + maxNanos + " ns, tail " + tailMinNanos
                    + ".." + tailMaxNanos + " ns");
        }
    }

    /** Between the two, all equally probable. */
    public static Latency between(Duration min, Duration max) {
        return new Latency(min.toNanos(), max.toNanos(), 0, 0, 0);
    }

    /** As this one, but now and then much longer. */
    public Latency withTail(double probability, Duration min, Duration max) {
        return new Latency(minNanos, maxNanos, probability, min.toNanos(), max.toNanos());
    }

    long draw(SimulatedRandom random) {
        if (tailProbability > 0 && random.nextDouble() < tailProbability) {
            return random.between(tailMinNanos, tailMaxNanos);
        }
        return maxNanos == 0 ? 0 : random.between(minNanos, maxNanos);
    }
}
