package dev.muster.cypher.run;

import dev.muster.cypher.value.GraphView;
import dev.muster.cypher.value.NodeRef;
import dev.muster.store.RelationshipRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The nodes or relationships of given ids, each once. Asked values that are no ids find nothing.
 *
 * @param several whether {@code ids} gives a list
 * @param byElementId whether the ids are element ids
 */
public record IdSeek(int slot, Expression ids, boolean several, boolean byElementId, boolean relationship)
        implements FlatMap {
    @Override
    public Iterator<Object[]> rows(Object[] row, Run run) {
        Object asked = ids.evaluate(row, run);
        Collection<?> values = several
                ? (asked instanceof List<?> list ? list : List.of())
                : asked == null ? List.of() : List.of(asked);
        Set<Long> found = new LinkedHashSet<>();
        for (Object value : values) {
            long id = id(value, run.graph());
            if (id >= 0) {
                found.add(id);
            }
        }
        List<Object[]> result = new ArrayList<>(found.size());
        for (long id : found) {
            Object element = element(id, run.graph());
            if (element != null) {
                Object[] copy = row.clone();
                copy[slot] = element;
                result.add(copy);
            }
        }
        return result.iterator();
    }

    private long id(Object value, GraphView graph) {
        if (byElementId) {
            return value instanceof String text ? graph.idIn(text, relationship ? '5' : '4') : -1;
        }
        if (value instanceof Double d && d == Math.rint(d)) {
            return d.longValue();
        }
        return value instanceof Long id ? id : -1;
    }

    private Object element(long id, GraphView graph) {
        if (relationship) {
            RelationshipRecord record = graph.transaction().relationship(id);
            return record == null ? null : GraphView.handle(record);
        }
        return graph.node(id) == null ? null : new NodeRef(id);
    }
}
