package dev.muster.raft;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts how long a stage took. Any thread. */
final class StageCounter {
    private final AtomicLongArray counts = new AtomicLongArray(StageTimes.BUCKETS);
    private final LongAdder totalNanos = new LongAdder();

    void add(long nanos) {
        counts.incrementAndGet(StageTimes.bucket(nanos));
        totalNanos.add(Math.max(0, nanos));
    }

    StageTimes read() {
        long[] copy = new long[StageTimes.BUCKETS];
        for (int bucket = 0; bucket < copy.length; bucket++) {
            copy[bucket] = counts.get(bucket);
        }
        return new StageTimes(copy, totalNanos.sum());
    }
}
