package dev.muster.store.change;

import dev.muster.store.RelationshipRecord;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** A relationship that a transaction touched; as {@link NodeEdit}. */
final class RelationshipEdit {
    /** As it was, or, for a new one, as it was made; properties are in {@link #properties}. */
    final RelationshipRecord base;

    final boolean isNew;
    final PropertyEdits properties;

    boolean deleted;
    private RelationshipRecord record;

    RelationshipEdit(RelationshipRecord base) {
        this.base = base;
        this.isNew = false;
        this.properties = new PropertyEdits(base.properties());
    }

    RelationshipEdit(long id, String type, long startId, long endId, Map<String, Object> properties) {
        this.base = new RelationshipRecord(id, 0, type, startId, endId, Map.of());
        this.isNew = true;
        this.properties = new PropertyEdits(Map.of());
        properties.forEach(this.properties::set);
    }

    /** Call after each change. */
    void touched() {
        record = null;
    }

    RelationshipRecord record() {
        if (record == null && !deleted) {
            record = new RelationshipRecord(
                    base.id(), base.changedBy(), base.type(), base.startId(), base.endId(), properties.now());
        }
        return deleted ? null : record;
    }

    RelationshipChange change() {
        if (isNew) {
            return deleted
                    ? null
                    : new RelationshipChange.Created(
                            base.id(), base.type(), base.startId(), base.endId(), record().properties());
        }
        if (deleted) {
            return new RelationshipChange.Deleted(base.id(), base.changedBy());
        }
        TreeMap<String, Object> set = properties.differences();
        return set.isEmpty()
                ? null
                : new RelationshipChange.Changed(base.id(), base.changedBy(), Collections.unmodifiableMap(set));
    }
}
