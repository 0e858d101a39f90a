package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.RelationshipRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Shortest paths from a bound node, to another that is bound, or to every node that can be reached. The search of the last
 * start is kept, so many ends cost one search.
 *
 * @param backwards whether {@code from} is the right end of the pattern as written
 * @param dependsOnRow whether the hop's condition reads the row, so that a search serves one row only
 */
public record ShortestPaths(
        int from,
        int relationships,
        int to,
        boolean toBound,
        Hop hop,
        int min,
        int max,
        boolean all,
        boolean backwards,
        boolean dependsOnRow)
        implements Operator {
    @Override
    public RowSource open(RowSource input, Run run) {
        FlatMap search = new FlatMap() {
            private ShortestTree tree;

            @Override
            public Iterator<Object[]> rows(Object[] row, Run same) {
                if (!(row[from] instanceof NodeRef start) || (toBound && !(row[to] instanceof NodeRef))) {
                    return List.<Object[]>of().iterator();
                }
                if (tree == null || dependsOnRow || !tree.startsAt(start.id())) {
                    tree = new ShortestTree(start.id(), hop, max, all, row, run);
                }
                return toBound ? toOne(tree, row, start.id()) : toAll(tree, row, start.id());
            }
        };
        return search.open(input, run);
    }

    private Iterator<Object[]> toOne(ShortestTree tree, Object[] row, long start) {
        long end = ((NodeRef) row[to]).id();
        boolean wanted = (end != start || min == 0) && tree.reaches(end);
        return wanted ? results(tree, row, end).iterator() : List.<Object[]>of().iterator();
    }

    private Iterator<Object[]> toAll(ShortestTree tree, Object[] row, long start) {
        Iterator<Long> ends = tree.reached().iterator();
        return new Iterator<>() {
            private Iterator<Object[]> current = List.<Object[]>of().iterator();

            @Override
            public boolean hasNext() {
                while (!current.hasNext() && ends.hasNext()) {
                    long end = ends.next();
                    if (end != start || min == 0) {
                        current = results(tree, row, end).iterator();
                    }
                }
                return current.hasNext();
            }

            @Override
            public Object[] next() {
                if (!hasNext()) {
                    throw new java.util.NoSuchElementException();
                }
                return current.next();
            }
        };
    }

    private List<Object[]> results(ShortestTree tree, Object[] row, long end) {
        List<Object[]> result = new ArrayList<>(1);
        for (List<RelationshipRef> path : tree.pathsTo(end)) {
            Object[] copy = row.clone();
            List<RelationshipRef> list = new ArrayList<>(path);
            if (backwards) {
                Collections.reverse(list);
            }
            copy[relationships] = list;
            copy[to] = new NodeRef(end);
            result.add(copy);
        }
        return result;
    }
}
