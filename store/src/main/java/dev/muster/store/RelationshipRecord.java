package dev.muster.store;

import dev.muster.store.schema.Element;
import java.util.Map;

/** A relationship as stored; {@code changedBy} and the properties as in {@link NodeRecord}. */
public record RelationshipRecord(
        long id, long changedBy, String type, long startId, long endId, Map<String, Object> properties) {
    /** As rules of the schema see it. */
    public Element element() {
        return Element.relationship(id, type, properties);
    }

    /** The end that is not {@code nodeId}; the node itself for a loop. */
    public long otherEnd(long nodeId) {
        return startId == nodeId ? endId : startId;
    }
}
