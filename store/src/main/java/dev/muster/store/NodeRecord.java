package dev.muster.store;

import dev.muster.store.schema.Element;
import java.util.Map;
import java.util.SortedSet;

/**
 * A node as stored. {@code changedBy} is the transaction that wrote it last: the before-version of conflict checks. The
 * collections are immutable and ordered by name.
 */
public record NodeRecord(long id, long changedBy, SortedSet<String> labels, Map<String, Object> properties) {
    /** As rules of the schema see it. */
    public Element element() {
        return Element.node(id, labels, properties);
    }
}
