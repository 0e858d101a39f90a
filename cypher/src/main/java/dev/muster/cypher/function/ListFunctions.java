package dev.muster.cypher.function;

import static dev.muster.cypher.function.FunctionTable.add;
import static dev.muster.cypher.function.FunctionTable.addTakingNull;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.Equality;
import dev.muster.cypher.value.RangeList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Functions of lists, and those that take any value. */
final class ListFunctions {
    /** Something that is made of a range longer than this would not fit into memory; better an error than the end of the server. */
    private static final long RANGE_MAX = 100_000_000;

    private ListFunctions() {}

    static void register() {
        add("size", 1, 1, (a, s) -> size("size", a[0]));
        add("isempty", 1, 1, (a, s) -> a[0] instanceof Map<?, ?> map ? map.isEmpty() : size("isEmpty", a[0]) == 0);
        add("head", 1, 1, (a, s) -> {
            List<?> list = Arguments.list("head", a[0]);
            return list.isEmpty() ? null : list.get(0);
        });
        add("last", 1, 1, (a, s) -> {
            List<?> list = Arguments.list("last", a[0]);
            return list.isEmpty() ? null : list.get(list.size() - 1);
        });
        add("tail", 1, 1, (a, s) -> {
            List<?> list = Arguments.list("tail", a[0]);
            return new ArrayList<>(list.subList(Math.min(1, list.size()), list.size()));
        });
        add("reverse", 1, 1, (a, s) -> reverse(a[0]));
        add(
                "range",
                2,
                3,
                (a, s) -> range(
                        Arguments.integer("range", a[0]),
                        Arguments.integer("range", a[1]),
                        a.length == 3 ? Arguments.integer("range", a[2]) : 1));
        addTakingNull("coalesce", 1, Integer.MAX_VALUE, (a, s) -> {
            for (Object value : a) {
                if (value != null) {
                    return value;
                }
            }
            return null;
        });
        addTakingNull("nullif", 2, 2, (a, s) -> Boolean.TRUE.equals(Equality.equal(a[0], a[1])) ? null : a[0]);
        addTakingNull("valuetype", 1, 1, (a, s) -> ValueTypes.of(a[0]));
        addTakingNull("exists", 1, 1, (a, s) -> a[0] != null);
    }

    private static long size(String function, Object value) {
        if (value instanceof String text) {
            return text.codePointCount(0, text.length());
        }
        if (value instanceof List<?> list) {
            return list.size();
        }
        throw Arguments.wrong(function, "a String or List", value);
    }

    private static Object reverse(Object value) {
        if (value instanceof String text) {
            return new StringBuilder(text).reverse().toString();
        }
        List<Object> copy = new ArrayList<>(Arguments.list("reverse", value));
        Collections.reverse(copy);
        return copy;
    }

    private static List<Object> range(long from, long to, long step) {
        if (step == 0) {
            throw CypherError.ARGUMENT.exception("Invalid input - step argument to 'range()' can't be zero");
        }
        if (step > 0 ? from > to : from < to) {
            return List.of();
        }
        double count = ((double) to - from) / step + 1;
        if (count > RANGE_MAX) {
            throw CypherError.ARGUMENT.exception("range() of more than " + RANGE_MAX + " numbers");
        }
        return new RangeList(from, step, (int) count);
    }
}
