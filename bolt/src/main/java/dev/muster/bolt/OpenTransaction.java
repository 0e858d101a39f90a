package dev.muster.bolt;

import dev.muster.bolt.status.NotificationFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A transaction and its results that have not been read to the end. Used by one worker at a time. */
final class OpenTransaction {
    final QueryService.Transaction transaction;
    /** Which the client wants to see of it. */
    final NotificationFilter notifications;

    private final Map<Long, OpenResult> results = new LinkedHashMap<>();
    private long queries;

    OpenTransaction(QueryService.Transaction transaction, NotificationFilter notifications) {
        this.transaction = transaction;
        this.notifications = notifications;
    }

    /** A query's result and what its last answer will need. */
    static final class OpenResult {
        final long qid;
        final long startedNanos;
        final QueryService.Result result;
        boolean hadRows;

        OpenResult(long qid, long startedNanos, QueryService.Result result) {
            this.qid = qid;
            this.startedNanos = startedNanos;
            this.result = result;
        }

        List<Object> next() {
            List<Object> row = result.next();
            hadRows |= row != null;
            return row;
        }

        /** Runs to the end; whether there were rows counts, whoever wanted them. */
        void discard() {
            if (next() != null) {
                result.discard();
            }
        }

        long ageMillis() {
            return (System.nanoTime() - startedNanos) / 1_000_000;
        }

        Answers.Ended ended() {
            return new Answers.Ended(!result.fields().isEmpty(), hadRows, ageMillis());
        }
    }

    /** A PULL or DISCARD under way. */
    static final class Sending {
        final OpenResult result;
        final boolean pull;
        long left;

        Sending(OpenResult result, boolean pull, long left) {
            this.result = result;
            this.pull = pull;
            this.left = left;
        }
    }

    OpenResult run(String query, Map<String, Object> parameters) {
        long started = System.nanoTime();
        OpenResult result = new OpenResult(queries, started, transaction.run(query, parameters));
        results.put(queries, result);
        queries++;
        return result;
    }

    /** The open result of that number, -1 for the latest query's; fails if it was read to its end or never was. */
    OpenResult result(long qid) {
        OpenResult result = results.get(qid < 0 ? queries - 1 : qid);
        if (result == null) {
            throw BoltError.UNKNOWN_QUERY.failure(qid);
        }
        return result;
    }

    void finished(OpenResult result) {
        results.remove(result.qid);
    }

    /** Runs what is unread to its end, so that all its effects happen, and commits. */
    String commit() {
        results.values().forEach(result -> result.result.discard());
        results.clear();
        return transaction.commit();
    }
}
