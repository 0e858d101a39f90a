package dev.muster.raft;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts how long a stage took. One thread at a time counts, that of a lane, and so needs no fences; any thread may read. */
final class StageCounter {
    private final AtomicLongArray counts = new AtomicLongArray(StageTimes.BUCKETS);
    private final AtomicLong totalNanos = new AtomicLong();

    void add(long nanos) {
        add(nanos, 1);
    }

    /** So many took as long. */
    void add(long nanos, int times) {
        int bucket = StageTimes.bucket(nanos);
        counts.lazySet(bucket, counts.getPlain(bucket) + times);
        totalNanos.lazySet(totalNanos.getPlain() + times * Math.max(0, nanos));
    }

    StageTimes read() {
        long[] copy = new long[StageTimes.BUCKETS];
        for (int bucket = 0; bucket < copy.length; bucket++) {
            copy[bucket] = counts.get(bucket);
        }
        return new StageTimes(copy, totalNanos.get());
    }
}
