package dev.muster.raft;

import java.util.Arrays;

/**
 * How long one stage of a proposal's way took, counted since some moment; immutable. Percentiles are right to an eighth:
 * times are kept in eight buckets per power of two nanoseconds.
 */
public final class StageTimes {
    static final int BUCKETS = 64 * 8;
    /** Below this many nanoseconds each has a bucket of its own. */
    private static final long EXACT_BELOW = 16;

    /** Nothing counted. */
    public static final StageTimes NONE = new StageTimes(new long[BUCKETS], 0);

    private final long[] counts;
    private final long totalNanos;

    StageTimes(long[] counts, long totalNanos) {
        this.counts = counts;
        this.totalNanos = totalNanos;
    }

    static int bucket(long nanos) {
        if (nanos < EXACT_BELOW) {
            return (int) Math.max(0, nanos);
        }
        int octave = 63 - Long.numberOfLeadingZeros(nanos);
        return (octave - 2) * 8 + (int) (nanos >>> (octave - 3) & 7);
    }

    /** The longest time that falls into the bucket. */
    static long longest(int bucket) {
        if (bucket < EXACT_BELOW) {
            return bucket;
        }
        int shift = bucket / 8 - 1;
        return ((bucket % 8 + 9L) << shift) - 1;
    }

    /** How often the stage was gone through. */
    public long count() {
        return Arrays.stream(counts).sum();
    }

    /** All times together. */
    public long totalNanos() {
        return totalNanos;
    }

    /** A time that {@code percent} of all do not exceed; 0 if there are none. */
    public long percentileNanos(double percent) {
        long wanted = Math.max(1, (long) Math.ceil(count() * percent / 100));
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += counts[bucket];
            if (seen >= wanted) {
                return longest(bucket);
            }
        }
        return 0;
    }

    /** Both together. */
    StageTimes plus(StageTimes other) {
        long[] sums = new long[BUCKETS];
        Arrays.setAll(sums, bucket -> counts[bucket] + other.counts[bucket]);
        return new StageTimes(sums, totalNanos + other.totalNanos);
    }

    /** What was counted after {@code earlier}, an older reading of the same stage. */
    public StageTimes since(StageTimes earlier) {
        long[] rest = new long[BUCKETS];
        Arrays.setAll(rest, bucket -> counts[bucket] - earlier.counts[bucket]);
        return new StageTimes(rest, totalNanos - earlier.totalNanos);
    }
}
