package dev.muster.cypher.run;

import java.util.Iterator;
import java.util.List;

/** Gives rows one after the other. A row belongs to whoever took it. */
@FunctionalInterface
public interface RowSource {
    /** The next row, or null at the end. */
    Object[] next();

    static RowSource of(Iterator<Object[]> rows) {
        return () -> rows.hasNext() ? rows.next() : null;
    }

    /** Rows that were kept: at their end they are let go. */
    static RowSource of(Iterator<Object[]> rows, Memory.Account account) {
        return () -> {
            if (rows.hasNext()) {
                return rows.next();
            }
            account.close();
            return null;
        };
    }

    static RowSource of(Object[] row) {
        return of(List.of(new Object[][] {row}).iterator());
    }
}
