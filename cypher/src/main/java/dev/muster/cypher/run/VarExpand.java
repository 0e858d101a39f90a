package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.RelationshipRef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Between {@code min} and {@code max} hops from a bound node, no relationship twice, depth first. Binds the list of
 * relationships in the order of the pattern as written: {@code backwards} says that it is walked from its right end.
 */
public record VarExpand(
        int from,
        int relationships,
        int to,
        boolean toBound,
        Hop hop,
        int min,
        int max,
        boolean backwards,
        int[] others)
        implements FlatMap {
    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        return row[from] instanceof NodeRef start && (!toBound || row[to] instanceof NodeRef)
                ? new Walk(row, start, run)
                : List.<Object[]>of().iterator();
    }

    private final class Walk implements Iterator<Object[]> {
        private final Object[] row;
        private final Run run;
        private final long wanted;
        private final List<RelationshipRef> path = new ArrayList<>();
        private final Set<Long> walked = new HashSet<>();
        private final ArrayDeque<Iterator<RelationshipRef>> open = new ArrayDeque<>();
        private final ArrayDeque<Long> nodes = new ArrayDeque<>();
        private Object[] found;

        Walk(Object[] row, NodeRef start, Run run) {
            this.row = row;
            this.run = run;
            this.wanted = toBound ? ((NodeRef) row[to]).id() : -1;
            nodes.push(start.id());
            if (min == 0 && isEnd(start.id())) {
                found = result(start.id());
            }
            open.push(max > 0 ? hops(start.id()) : List.<RelationshipRef>of().iterator());
        }

        /** Where only the last hop is left, those that lead to a bound end are enough. */
        private Iterator<RelationshipRef> hops(long node) {
            boolean last = path.size() == max - 1;
            return hop.from(node, toBound && last ? wanted : -1, row, run).iterator();
        }

        private boolean isEnd(long node) {
            return !toBound || node == wanted;
        }

        private Object[] result(long end) {
            Object[] result = row.clone();
            List<RelationshipRef> list = new ArrayList<>(path);
            if (backwards) {
                Collections.reverse(list);
            }
            result[relationships] = list;
            result[to] = toBound ? row[to] : new NodeRef(end);
            return result;
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
            Iterator<RelationshipRef> hops = open.peek();
            if (!hops.hasNext()) {
                open.pop();
                nodes.pop();
                if (!path.isEmpty()) {
                    walked.remove(path.remove(path.size() - 1).id());
                }
                return;
            }
            RelationshipRef next = hops.next();
            if (walked.contains(next.id()) || Expand.isWalked(row, others, next)) {
                return;
            }
            long node = next.otherEnd(nodes.peek());
            path.add(next);
            if (path.size() >= min && isEnd(node)) {
                found = result(node);
            }
            if (path.size() < max) {
                walked.add(next.id());
                nodes.push(node);
                open.push(hops(node));
            } else {
                path.remove(path.size() - 1);
            }
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
