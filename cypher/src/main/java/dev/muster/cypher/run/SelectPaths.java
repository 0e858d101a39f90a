package dev.muster.cypher.run;

import dev.muster.cypher.ast.PathPattern.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Of the paths that match, those that are wanted between each pair of ends.
 *
 * @param relationships of a path, each one or a list of them
 * @param matching finds all paths
 */
public record SelectPaths(int start, int end, int[] relationships, Selection selection, Operator matching)
        implements FlatMap {
    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        Memory.Account account = run.memory().account();
        Map<List<Object>, List<Object[]>> byEnds = new LinkedHashMap<>();
        RowSource paths = matching.open(RowSource.of(row.clone()), run);
        for (Object[] path = paths.next(); path != null; path = paths.next()) {
            run.tick();
            account.row(path);
            byEnds.computeIfAbsent(Arrays.asList(path[start], path[end]), ends -> new ArrayList<>())
                    .add(path);
        }
        List<Object[]> selected = new ArrayList<>();
        byEnds.values().forEach(between -> selected.addAll(selected(between)));
        return new LastlyClosing(selected.iterator(), account);
    }

    private List<Object[]> selected(List<Object[]> paths) {
        paths.sort(Comparator.comparingInt(this::length)); // stable
        if (!selection.groups()) {
            return paths.subList(0, Math.min(selection.count(), paths.size()));
        }
        int lengths = 0;
        int taken = 0;
        for (int last = -1; taken < paths.size(); taken++) {
            int length = length(paths.get(taken));
            lengths += length == last ? 0 : 1;
            last = length;
            if (lengths > selection.count()) {
                break;
            }
        }
        return paths.subList(0, taken);
    }

    private int length(Object[] path) {
        int length = 0;
        for (int part : relationships) {
            length += path[part] instanceof List<?> list ? list.size() : 1;
        }
        return length;
    }

    /** What is kept until all is taken. */
    private record LastlyClosing(Iterator<Object[]> rows, Memory.Account account) implements Iterator<Object[]> {
        @Override
        public boolean hasNext() {
            boolean more = rows.hasNext();
            if (!more) {
                account.close();
            }
            return more;
        }

        @Override
        public Object[] next() {
            return rows.next();
        }
    }
}
