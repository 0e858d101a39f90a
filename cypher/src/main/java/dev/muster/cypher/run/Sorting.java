package dev.muster.cypher.run;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Equality;
import dev.muster.cypher.value.Ordering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/** ORDER BY, SKIP, LIMIT and DISTINCT. */
public final class Sorting {
    private Sorting() {}

    /** One key of an order. */
    public record Key(int slot, boolean descending) {}

    /** Sorts by keys that stand in the rows; equal rows keep their order. With a limit only as many rows are kept. */
    public static Operator sort(List<Key> keys, Expression skip, Expression limit) {
        Comparator<Object[]> comparator = comparator(keys);
        return (input, run) -> new RowSource() {
            private RowSource sorted;

            @Override
            public Object[] next() {
                if (sorted == null) {
                    long most = limit == null
                            ? Long.MAX_VALUE
                            : count("LIMIT", limit, run) + (skip == null ? 0 : count("SKIP", skip, run));
                    sorted = most >= 0 && most < 10_000
                            ? top(input, comparator, (int) most, run)
                            : all(input, comparator, run);
                }
                return sorted.next();
            }
        };
    }

    private static Comparator<Object[]> comparator(List<Key> keys) {
        return (a, b) -> {
            for (Key key : keys) {
                int sign = Ordering.INSTANCE.compare(a[key.slot()], b[key.slot()]);
                if (sign != 0) {
                    return key.descending() ? -sign : sign;
                }
            }
            return 0;
        };
    }

    private static RowSource all(RowSource input, Comparator<Object[]> comparator, Run run) {
        List<Object[]> rows = new ArrayList<>();
        Memory.Account account = run.memory().account();
        for (Object[] row = input.next(); row != null; row = input.next()) {
            run.tick();
            rows.add(row);
            account.row(row);
        }
        rows.sort(comparator);
        return RowSource.of(rows.iterator(), account);
    }

    private record Numbered(Object[] row, long number) {}

    /** Keeps no more rows than are wanted, so that it is counted only as far as their number grows. */
    private static RowSource top(RowSource input, Comparator<Object[]> comparator, int most, Run run) {
        Comparator<Numbered> stable = (a, b) -> {
            int sign = comparator.compare(a.row(), b.row());
            return sign != 0 ? sign : Long.compare(a.number(), b.number());
        };
        PriorityQueue<Numbered> best = new PriorityQueue<>(stable.reversed());
        long number = 0;
        Memory.Account account = run.memory().account();
        for (Object[] row = input.next(); row != null; row = input.next()) {
            run.tick();
            best.add(new Numbered(row, number++));
            if (best.size() > most) {
                best.poll();
            } else {
                account.row(row);
            }
        }
        Numbered[] rows = best.toArray(new Numbered[0]);
        Arrays.sort(rows, stable);
        return RowSource.of(Arrays.stream(rows).map(Numbered::row).iterator(), account);
    }

    /** Leaves out the first rows. */
    public static Operator skip(Expression count) {
        return (input, run) -> new RowSource() {
            private boolean skipped;

            @Override
            public Object[] next() {
                if (!skipped) {
                    skipped = true;
                    for (long left = count("SKIP", count, run); left > 0 && input.next() != null; left--) {
                        run.tick();
                    }
                }
                return input.next();
            }
        };
    }

    /** Ends after so many rows. */
    public static Operator limit(Expression count) {
        return (input, run) -> new RowSource() {
            private long left = -1;

            @Override
            public Object[] next() {
                if (left < 0) {
                    left = count("LIMIT", count, run);
                    if (left == 0) {
                        input.next(); // A clause before that writes must write, even if nobody wants its rows.
                    }
                }
                if (left == 0) {
                    return null;
                }
                left--;
                return input.next();
            }
        };
    }

    /** The value of a constant that must be a whole number and at least 1. */
    static long positive(String word, Expression expression, Run run) {
        Object value = expression.evaluate(new Object[0], run);
        if (value instanceof Long count && count > 0) {
            return count;
        }
        throw CypherError.ARGUMENT.exception(
                word + ": Invalid input. '" + value + "' is not a valid value. Must be a positive integer.");
    }

    private static long count(String word, Expression expression, Run run) {
        Object value = expression.evaluate(new Object[0], run);
        if (value instanceof Long count && count >= 0) {
            return count;
        }
        throw CypherError.ARGUMENT.exception(
                word + ": Invalid input. '" + value + "' is not a valid value. Must be a non-negative integer.");
    }

    /** Gives each combination of the first {@code columns} values once. */
    public static Operator distinct(int columns) {
        return (input, run) -> {
            Set<Object> seen = new HashSet<>();
            Memory.Account account = run.memory().account();
            return () -> {
                for (Object[] row = input.next(); row != null; row = input.next()) {
                    run.tick();
                    Object key = Equality.groupingKey(Arrays.asList(row).subList(0, columns));
                    if (seen.add(key)) {
                        account.value(key);
                        return row;
                    }
                }
                account.close();
                return null;
            };
        };
    }
}
