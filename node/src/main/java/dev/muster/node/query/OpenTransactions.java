package dev.muster.node.query;

import dev.muster.runtime.Clock;
import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** The transactions that are open on this server, by numbers that are given once. Any thread. */
final class OpenTransactions {
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicLong queries = new AtomicLong();
    private final ConcurrentSkipListMap<Long, ServerTransaction> open = new ConcurrentSkipListMap<>();
    private final Clock clock;

    OpenTransactions(Clock clock) {
        this.clock = clock;
    }

    /** When something began. */
    record Moment(long wallMillis, long nanos) {}

    /** A query that runs; {@code text} without passwords. */
    record Query(String id, String text, Moment begun) {}

    Moment now() {
        return new Moment(clock.wallMillis(), clock.monotonicNanos());
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    void opened(long number, ServerTransaction transaction) {
        open.put(number, transaction);
    }

    void ended(long number) {
        open.remove(number);
    }

    Query query(String text) {
        return new Query("query-" + queries.incrementAndGet(), text, now());
    }

    /** All, in the order of their numbers. */
    Collection<ServerTransaction> all() {
        return open.values();
    }
}
