package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.RelationshipRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * A quantified path: between {@code min} and {@code max} times the same pattern, each time from the node where the last one
 * ended, no relationship twice, depth first. Binds the list of all relationships, and for each variable of the pattern the
 * list of what it was each time; all in the order of the pattern as written.
 *
 * @param pattern what is repeated
 * @param backwards whether it is walked from its right end
 */
public record Repeat(
        int from,
        int relationships,
        int to,
        boolean toBound,
        Pattern pattern,
        int min,
        int max,
        boolean backwards,
        int[] others)
        implements FlatMap {
    /**
     * A pattern in the direction in which it is walked.
     *
     * @param matching matches it in rows whose {@code start} is bound
     * @param hops its relationships, in the order in which they are walked
     * @param variables pairs: where a variable is, and where the list of what it was goes
     */
    public record Pattern(Operator matching, int start, int end, int[] hops, List<int[]> variables) {}

    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        return row[from] instanceof NodeRef start && (!toBound || row[to] instanceof NodeRef)
                ? new Walk(row, start, run)
                : List.<Object[]>of().iterator();
    }

    private final class Walk implements Iterator<Object[]> {
        private final Object[] row;
        private final Run run;
        private final List<Object[]> taken = new ArrayList<>();
        private final Set<Long> walked = new HashSet<>();
        private final Deque<RowSource> open = new ArrayDeque<>();
        private Object[] found;

        Walk(Object[] row, NodeRef start, Run run) {
            this.row = row;
            this.run = run;
            if (min == 0 && isEnd(start)) {
                found = result(start);
            }
            open.push(once(start));
        }

        /** The pattern matched from a node. */
        private RowSource once(NodeRef node) {
            Object[] begun = row.clone();
            begun[pattern.start()] = node;
            return pattern.matching().open(RowSource.of(begun), run);
        }

        private boolean isEnd(NodeRef node) {
            return !toBound || node.equals(row[to]);
        }

        @Override
        public boolean hasNext() {
            while (found == null && !open.isEmpty()) {
                step();
            }
            return found != null;
        }

        private void step() {
            run.tick();
            Object[] next = open.peek().next();
            if (next == null) {
                open.pop();
                if (!taken.isEmpty()) {
                    goBack();
                }
            } else if (isFree(next)) {
                goOn(next);
            }
        }

        private boolean isFree(Object[] next) {
            for (int hop : pattern.hops()) {
                RelationshipRef relationship = (RelationshipRef) next[hop];
                if (walked.contains(relationship.id()) || Expand.isWalked(row, others, relationship)) {
                    return false;
                }
            }
            return true;
        }

        private void goOn(Object[] next) {
            taken.add(next);
            for (int hop : pattern.hops()) {
                walked.add(((RelationshipRef) next[hop]).id());
            }
            NodeRef node = (NodeRef) next[pattern.end()];
            if (taken.size() >= min && isEnd(node)) {
                found = result(node);
            }
            if (taken.size() < max) {
                open.push(once(node));
            } else {
                goBack();
            }
        }

        private void goBack() {
            Object[] last = taken.remove(taken.size() - 1);
            for (int hop : pattern.hops()) {
                walked.remove(((RelationshipRef) last[hop]).id());
            }
        }

        private Object[] result(NodeRef end) {
            Object[] result = row.clone();
            List<Object> all = new ArrayList<>();
            for (Object[] once : taken) {
                for (int hop : pattern.hops()) {
                    all.add(once[hop]);
                }
            }
            result[relationships] = inOrder(all);
            for (int[] variable : pattern.variables()) {
                List<Object> each = new ArrayList<>(taken.size());
                taken.forEach(once -> each.add(once[variable[0]]));
                result[variable[1]] = inOrder(each);
            }
            result[to] = toBound ? row[to] : end;
            return result;
        }

        private List<Object> inOrder(List<Object> list) {
            if (backwards) {
                Collections.reverse(list);
            }
            return list;
        }

        @Override
        public Object[] next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            Object[] result = found;
            found = null;
            return result;
        }
    }
}
