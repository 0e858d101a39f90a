package dev.muster.node.bench;

import dev.muster.raft.RaftGroup;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Keeps a number of proposals in flight over the groups that are led here, each followed at once by the next. */
final class ProposalLoad {
    static final int PAYLOAD_BYTES = 256;

    private final Histogram nanos = new ConcurrentHistogram(600_000_000_000L, 3);
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch ended;
    private final long deadline;

    private ProposalLoad(int inFlight, long deadline) {
        this.ended = new CountDownLatch(inFlight);
        this.deadline = deadline;
    }

    /** Committed entries, their times, refusals and the time it all took. */
    record Result(long committed, long failed, double seconds, long p50Nanos, long p95Nanos, long maxNanos) {
        String line() {
            return String.format(
                    java.util.Locale.ROOT,
                    "%d %d %.6f %d %d %d",
                    committed,
                    failed,
                    seconds,
                    p50Nanos,
                    p95Nanos,
                    maxNanos);
        }

        static Result parse(String line) {
            String[] words = line.split(" ");
            return new Result(
                    Long.parseLong(words[0]),
                    Long.parseLong(words[1]),
                    Double.parseDouble(words[2]),
                    Long.parseLong(words[3]),
                    Long.parseLong(words[4]),
                    Long.parseLong(words[5]));
        }
    }

    static Result run(List<RaftGroup> groups, int inFlight, long millis) {
        long start = System.nanoTime();
        ProposalLoad load = new ProposalLoad(groups.isEmpty() ? 0 : inFlight, start + millis * 1_000_000);
        if (!groups.isEmpty()) {
            for (int i = 0; i < inFlight; i++) {
                load.propose(groups.get(i % groups.size()));
            }
        }
        try {
            load.ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Histogram nanos = load.nanos;
        return new Result(
                nanos.getTotalCount(),
                load.failures.sum(),
                (System.nanoTime() - start) / 1e9,
                nanos.getValueAtPercentile(50),
                nanos.getValueAtPercentile(95),
                nanos.getMaxValue());
    }

    private void propose(RaftGroup group) {
        long begin = System.nanoTime();
        if (begin >= deadline) {
            ended.countDown();
            return;
        }
        group.propose(new byte[PAYLOAD_BYTES]).whenComplete((result, failure) -> {
            if (failure == null) {
                nanos.recordValue(System.nanoTime() - begin);
                propose(group);
            } else {
                failures.increment();
                ended.countDown();
            }
        });
    }
}
