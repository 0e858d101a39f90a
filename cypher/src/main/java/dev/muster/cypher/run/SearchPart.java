package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A part of a pattern that is searched: a relationship, or what is repeated, and the node at its end.
 *
 * @param step one of it, in rows whose start is bound
 * @param max {@link Integer#MAX_VALUE} if there is no limit
 * @param several whether its relationships are a list, even if there is one
 * @param relationships where they go
 * @param node where the node at its end goes
 * @param checked where the conditions read that node from
 * @param conditions on that node alone, given what was known before
 */
public record SearchPart(
        Repeat.Pattern step,
        int min,
        int max,
        boolean several,
        int relationships,
        int node,
        int checked,
        List<Expression> conditions) {
    boolean isUnbounded() {
        return max == Integer.MAX_VALUE;
    }

    /** Whether the node may stand at its end; the row is changed. */
    boolean mayEndAt(NodeRef end, Object[] row, Run run) {
        row[checked] = end;
        return conditions.stream().allMatch(condition -> Boolean.TRUE.equals(condition.evaluate(row, run)));
    }

    /** What is kept of a step: its relationships, then what its variables were. */
    Object[] taken(Object[] row) {
        int hops = step.hops().length;
        Object[] taken = new Object[hops + step.variables().size()];
        for (int i = 0; i < hops; i++) {
            taken[i] = row[step.hops()[i]];
        }
        for (int i = 0; i < step.variables().size(); i++) {
            taken[hops + i] = row[step.variables().get(i)[0]];
        }
        return taken;
    }

    /** Puts all steps that were taken where they belong, in the order of the pattern as written. */
    void put(List<Object[]> steps, Object[] row, boolean backwards) {
        int hops = step.hops().length;
        List<Object> all = new ArrayList<>(hops * steps.size());
        for (Object[] taken : steps) {
            for (int i = 0; i < hops; i++) {
                all.add(taken[i]);
            }
        }
        row[relationships] = several ? inOrder(all, backwards) : all.get(0);
        for (int i = 0; i < step.variables().size(); i++) {
            int at = hops + i;
            List<Object> each = new ArrayList<>(steps.size());
            steps.forEach(taken -> each.add(taken[at]));
            row[step.variables().get(i)[1]] = inOrder(each, backwards);
        }
    }

    private static List<Object> inOrder(List<Object> list, boolean backwards) {
        if (backwards) {
            Collections.reverse(list);
        }
        return list;
    }
}
