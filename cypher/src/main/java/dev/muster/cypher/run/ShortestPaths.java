package dev.muster.cypher.run;

import dev.muster.cypher.ast.PathPattern;
import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.RelationshipRef;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Shortest paths between two bound nodes. For the functions these must be different ones unless the path may be empty. The
 * search of the last start is kept, so many ends cost one search.
 *
 * @param backwards whether {@code from} is the right end of the pattern as written
 * @param dependsOnRow whether the hop's condition reads the row, so that a search serves one row only
 */
public record ShortestPaths(
        int from,
        int relationships,
        int to,
        Hop hop,
        int min,
        int max,
        PathPattern.Kind kind,
        boolean backwards,
        boolean dependsOnRow)
        implements Operator {
    @Override
    public RowSource open(RowSource input, Run run) {
        FlatMap search = new FlatMap() {
            private ShortestTree tree;

            @Override
            public Iterator<Object[]> rows(Object[] row, Run same) {
                if (!(row[from] instanceof NodeRef start) || !(row[to] instanceof NodeRef end)) {
                    return List.<Object[]>of().iterator();
                }
                if (tree == null || dependsOnRow || !tree.startsAt(start.id())) {
                    if (tree != null) {
                        tree.close();
                    }
                    tree = new ShortestTree(start.id(), hop, max, kind.wantsAll(), row, run);
                }
                return between(tree, row, start.id(), end.id());
            }
        };
        return search.open(input, run);
    }

    private Iterator<Object[]> between(ShortestTree tree, Object[] row, long start, long end) {
        if (start == end && min > 0) {
            if (kind.isFunction()) {
                throw CypherError.SAME_ENDS.exception();
            }
            return results(tree.pathsBack(), row).iterator();
        }
        return tree.reaches(end)
                ? results(tree.pathsTo(end), row).iterator()
                : List.<Object[]>of().iterator();
    }

    private List<Object[]> results(List<List<RelationshipRef>> paths, Object[] row) {
        List<Object[]> result = new ArrayList<>(1);
        for (List<RelationshipRef> path : paths) {
            Object[] copy = row.clone();
            List<RelationshipRef> list = new ArrayList<>(path);
            if (backwards) {
                Collections.reverse(list);
            }
            copy[relationships] = list;
            result.add(copy);
        }
        return result;
    }
}
