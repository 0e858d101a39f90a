package dev.muster.cypher.run;

import java.util.Iterator;

/** An operator that makes any number of rows of each. */
public interface FlatMap extends Operator {
    Iterator<Object[]> rows(Object[] row, Run run);

    @Override
    default RowSource open(RowSource input, Run run) {
        return new RowSource() {
            private Iterator<Object[]> current;

            @Override
            public Object[] next() {
                while (current == null || !current.hasNext()) {
                    Object[] row = input.next();
                    if (row == null) {
                        return null;
                    }
                    current = rows(row, run);
                }
                run.tick();
                return current.next();
            }
        };
    }
}
