package dev.muster.node.query;

import dev.muster.cypher.ServerView;
import dev.muster.node.access.Access;
import dev.muster.runtime.Clock;
import java.util.List;
import java.util.Map;
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

    /** What somebody may see and end of them: one's own; and all, for whoever may execute administrating procedures. */
    ServerView seenBy(Access access) {
        return new ServerView() {
            @Override
            public List<Map<String, Object>> transactions() {
                Moment now = now();
                return open.values().stream()
                        .filter(transaction -> access.handles(transaction.user()))
                        .map(transaction -> transaction.shown(now))
                        .toList();
            }

            @Override
            public Ended terminate(String id) {
                for (ServerTransaction transaction : open.values()) {
                    if (transaction.id().equals(id) && access.handles(transaction.user())) {
                        return new Ended(
                                transaction.shownUser(),
                                transaction.end(QueryError.TERMINATED.failure("somebody has asked for that"))
                                        ? "Transaction terminated."
                                        : "Unable to terminate closing transactions.");
                    }
                }
                return NOTHING.terminate(id);
            }
        };
    }
}
