package dev.muster.cypher.run;

import java.util.ArrayList;
import java.util.List;

/**
 * A writing operator: takes all its input before it writes, and writes all before it gives a row, so that no clause sees
 * half of another's changes.
 */
public interface Draining extends Operator {
    /** Writes for one row; adds what comes out to {@code results}. */
    void write(Object[] row, List<Object[]> results, Run run);

    @Override
    default RowSource open(RowSource input, Run run) {
        return new RowSource() {
            private RowSource results;

            @Override
            public Object[] next() {
                if (results == null) {
                    Memory.Account account = run.memory().account();
                    results = RowSource.of(writeAll(input, account, run).iterator(), account);
                }
                return results.next();
            }
        };
    }

    private List<Object[]> writeAll(RowSource input, Memory.Account account, Run run) {
        run.checkWritable();
        List<Object[]> rows = new ArrayList<>();
        for (Object[] row = input.next(); row != null; row = input.next()) {
            rows.add(row);
            account.row(row);
        }
        List<Object[]> results = new ArrayList<>(rows.size());
        for (Object[] row : rows) {
            run.tick();
            write(row, results, run);
        }
        return results;
    }
}
