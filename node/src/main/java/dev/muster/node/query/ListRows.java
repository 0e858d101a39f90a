package dev.muster.node.query;

import dev.muster.cypher.Rows;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Rows that are all there already. */
final class ListRows implements Rows {
    /** No columns, no rows: what most administration commands answer. */
    static final ListRows EMPTY = new ListRows(List.of(), List.of());

    private final List<String> columns;
    private final Iterator<List<Object>> rows;

    ListRows(List<String> columns, List<List<Object>> rows) {
        this.columns = columns;
        this.rows = rows.iterator();
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public List<Object> next() {
        return rows.hasNext() ? rows.next() : null;
    }

    @Override
    public Map<String, Object> statistics() {
        return Map.of();
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
