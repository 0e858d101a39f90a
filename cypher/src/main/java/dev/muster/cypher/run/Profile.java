package dev.muster.cypher.run;

import java.util.IdentityHashMap;
import java.util.Map;

/** Counts, for PROFILE, the rows that operators of one run give and how often they ask the store. One thread. */
public final class Profile {
    private static final Count NOTHING = new Count();

    private final Map<Operator, Count> counts = new IdentityHashMap<>();
    private Count current = new Count();

    private static final class Count {
        private long rows;
        private long hits;
    }

    /** From now on this operator is counted. */
    public void count(Operator operator) {
        counts.put(operator, new Count());
    }

    /** The same rows, counted if the operator is; what is asked of the store meanwhile is this operator's, unless it is one below it that asks. */
    RowSource watch(Operator operator, RowSource source) {
        Count own = counts.get(operator);
        if (own == null) {
            return source;
        }
        return () -> {
            Count before = current;
            current = own;
            try {
                Object[] row = source.next();
                own.rows += row == null ? 0 : 1;
                return row;
            } finally {
                current = before;
            }
        };
    }

    /** The store was asked for one record, or one entry of an index. */
    void hit() {
        current.hits++;
    }

    /** How many rows the operator has given. */
    public long rows(Operator operator) {
        return counts.getOrDefault(operator, NOTHING).rows;
    }

    /** How often the operator has asked the store. */
    public long hits(Operator operator) {
        return counts.getOrDefault(operator, NOTHING).hits;
    }
}
