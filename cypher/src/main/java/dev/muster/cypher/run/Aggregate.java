package dev.muster.cypher.run;

import dev.muster.cypher.function.Aggregation;
import dev.muster.cypher.value.Equality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Groups rows by the values of {@code keys} and aggregates each group. Without keys there is always one group. The rows that
 * come out are of another segment: first the keys, then the aggregates, at the slots given.
 */
public record Aggregate(List<Expression> keys, int[] keySlots, List<Call> calls, Segment segment) implements Operator {
    private static final long GROUP_BYTES = 128;
    private static final long CALL_BYTES = 48;

    /** One aggregating call; {@code argument} null counts rows. */
    public record Call(
            Supplier<Aggregation> aggregation, Expression argument, Expression second, boolean distinct, int slot) {}

    @Override
    public RowSource open(RowSource input, Run run) {
        return new RowSource() {
            private RowSource groups;

            @Override
            public Object[] next() {
                if (groups == null) {
                    Memory.Account account = run.memory().account();
                    groups = RowSource.of(group(input, account, run).iterator(), account);
                }
                return groups.next();
            }
        };
    }

    private static final class Group {
        private final Object[] keys;
        private final Aggregation[] aggregations;
        private final List<Set<Object>> seen;

        Group(Object[] keys, List<Call> calls) {
            this.keys = keys;
            this.aggregations = new Aggregation[calls.size()];
            this.seen = new ArrayList<>();
            for (int i = 0; i < aggregations.length; i++) {
                aggregations[i] = calls.get(i).aggregation().get();
                seen.add(calls.get(i).distinct() ? new HashSet<>() : null);
            }
        }
    }

    private List<Object[]> group(RowSource input, Memory.Account account, Run run) {
        Map<Object, Group> groups = new LinkedHashMap<>();
        if (keys.isEmpty()) {
            groups.put(List.of(), new Group(new Object[0], calls));
        }
        for (Object[] row = input.next(); row != null; row = input.next()) {
            run.tick();
            add(groupOf(row, groups, account, run), row, account, run);
        }
        List<Object[]> result = new ArrayList<>(groups.size());
        groups.values().forEach(group -> result.add(result(group)));
        return result;
    }

    private Group groupOf(Object[] row, Map<Object, Group> groups, Memory.Account account, Run run) {
        if (keys.isEmpty()) {
            return groups.get(List.of());
        }
        Object[] values = new Object[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = keys.get(i).evaluate(row, run);
        }
        Object key = values.length == 1
                ? Arrays.asList(Equality.groupingKey(values[0]))
                : Equality.groupingKey(Arrays.asList(values));
        return groups.computeIfAbsent(key, k -> {
            account.row(values);
            account.keep(GROUP_BYTES + CALL_BYTES * calls.size());
            return new Group(values, calls);
        });
    }

    private void add(Group group, Object[] row, Memory.Account account, Run run) {
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            Object value =
                    call.argument() == null ? Boolean.TRUE : call.argument().evaluate(row, run);
            Set<Object> seen = group.seen.get(i);
            if (value == null) {
                run.skipNull();
            } else if (seen == null || seen.add(Equality.groupingKey(value))) {
                Object second = call.second() == null ? null : call.second().evaluate(row, run);
                group.aggregations[i].add(value, second);
                if (seen != null || group.aggregations[i].keepsAll()) {
                    account.value(value);
                }
            }
        }
    }

    private Object[] result(Group group) {
        Object[] row = segment.newRow();
        for (int i = 0; i < keySlots.length; i++) {
            row[keySlots[i]] = group.keys[i];
        }
        for (int i = 0; i < calls.size(); i++) {
            row[calls.get(i).slot()] = group.aggregations[i].result();
        }
        return row;
    }
}
