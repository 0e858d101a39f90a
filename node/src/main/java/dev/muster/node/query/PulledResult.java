package dev.muster.node.query;

import dev.muster.bolt.QueryService;
import dev.muster.cypher.Rows;
import java.util.List;
import java.util.function.Supplier;

/** A statement's rows as clients pull them. */
record PulledResult(ServerTransaction transaction, Rows rows, Supplier<QueryService.Summary> summarise)
        implements QueryService.Result {
    @Override
    public List<String> fields() {
        return rows.columns();
    }

    /** After the last row, and after a failure, the query no longer runs. */
    @Override
    public List<Object> next() {
        return Transactions.understoodNow(() -> {
            transaction.enter();
            List<Object> row = null;
            try {
                row = rows.next();
                return row;
            } finally {
                if (row == null) {
                    transaction.queryEnded();
                }
                transaction.leave();
            }
        });
    }

    @Override
    public QueryService.Summary summary() {
        return summarise.get();
    }

    @Override
    public void discard() {
        while (next() != null) {
            // A writing statement must run to its end even when nobody wants its rows.
        }
        rows.close();
    }
}
