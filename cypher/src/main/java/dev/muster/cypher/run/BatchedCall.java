package dev.muster.cypher.run;

import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext.Batch;
import dev.muster.cypher.ExecutionContext.Batches;
import dev.muster.cypher.ast.Clause.OnError;
import dev.muster.cypher.error.CypherError;
import dev.muster.store.change.GraphTransaction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code CALL { … } IN TRANSACTIONS}: runs a query for each row, so many rows in a transaction of their own. What comes
 * before sees the graph as it was when the statement began, what comes after as the last of these transactions left it.
 *
 * @param query gives the rows that come out of one
 * @param size how many rows a transaction takes
 * @param slots what the query binds, which is null for rows whose transaction failed
 * @param report where a row's status goes, or -1
 */
public record BatchedCall(Inner query, Expression size, OnError onError, int[] slots, int report) implements Operator {
    /** The query that is called. */
    public interface Inner {
        /** The rows that come out of one, which may be that one; they need not be read at once. */
        RowSource answers(Object[] row, Run run);
    }

    @Override
    public RowSource open(RowSource input, Run run) {
        Batches batches = run.context().outside().batches();
        if (batches == null) {
            throw CypherError.ONLY_AUTO_COMMIT.exception("CALL { ... } IN TRANSACTIONS");
        }
        return new Calling(input, run, batches);
    }

    private final class Calling implements RowSource {
        private final RowSource input;
        private final Run run;
        private final Batches batches;
        private final GraphTransaction before;
        private GraphTransaction after;
        private long rows;
        private boolean broken;
        private RowSource results = () -> null;

        Calling(RowSource input, Run run, Batches batches) {
            this.input = input;
            this.run = run;
            this.batches = batches;
            this.before = run.context().transaction();
            this.after = before;
        }

        @Override
        public Object[] next() {
            for (Object[] row = results.next(); ; row = results.next()) {
                if (row != null) {
                    return row;
                }
                List<Object[]> batch = taken();
                if (batch.isEmpty()) {
                    return null;
                }
                results = RowSource.of(results(batch).iterator());
            }
        }

        private List<Object[]> taken() {
            if (rows == 0) {
                rows = Sorting.positive("OF ... ROWS", size, run);
            }
            run.goOnWith(before);
            List<Object[]> batch = new ArrayList<>();
            while (batch.size() < rows) {
                Object[] row = input.next();
                if (row == null) {
                    break;
                }
                batch.add(row);
            }
            run.goOnWith(after);
            return batch;
        }

        private List<Object[]> results(List<Object[]> batch) {
            if (broken) {
                return failed(batch, status(false, false, null, null));
            }
            Batch transaction = batches.begin();
            Run inner = null;
            try {
                inner = run.in(transaction.transaction());
                List<Object[]> answered = answered(batch, inner);
                SchemaWrites.checkDuplicates(inner);
                transaction.commit();
                run.statistics().add(inner.statistics());
                after = batches.movedOn();
                run.goOnWith(after);
                return reported(answered, status(true, true, transaction.name(), null));
            } catch (CypherException e) {
                if (onError == OnError.FAIL) {
                    throw e;
                }
                broken = onError == OnError.BREAK;
                return failed(batch, status(true, false, transaction.name(), e.getMessage()));
            } finally {
                transaction.rollback();
                if (inner != null) {
                    inner.memory().endWithChanges();
                }
            }
        }

        private List<Object[]> answered(List<Object[]> batch, Run inner) {
            List<Object[]> answered = new ArrayList<>();
            for (Object[] row : batch) {
                RowSource answers = query.answers(row.clone(), inner);
                for (Object[] answer = answers.next(); answer != null; answer = answers.next()) {
                    run.tick();
                    answered.add(answer);
                }
            }
            return answered;
        }

        private List<Object[]> failed(List<Object[]> batch, Map<String, Object> status) {
            for (Object[] row : batch) {
                for (int slot : slots) {
                    row[slot] = null;
                }
            }
            return reported(batch, status);
        }

        private List<Object[]> reported(List<Object[]> answered, Map<String, Object> status) {
            if (report >= 0) {
                answered.forEach(row -> row[report] = status);
            }
            return answered;
        }
    }

    private static Map<String, Object> status(boolean started, boolean committed, String name, String error) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("started", started);
        status.put("committed", committed);
        status.put("transactionId", name);
        status.put("errorMessage", error);
        return status;
    }
}
