package dev.muster.store.change;

import dev.muster.store.NodeRecord;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A node that a transaction touched: what it was, if it was, and what it has become. */
final class NodeEdit {
    final long id;
    /** As the version has it; null for a new node. */
    final NodeRecord base;

    final TreeSet<String> labels;
    final PropertyEdits properties;

    boolean deleted;
    private NodeRecord record;

    NodeEdit(NodeRecord base) {
        this.id = base.id();
        this.base = base;
        this.labels = new TreeSet<>(base.labels());
        this.properties = new PropertyEdits(base.properties());
    }

    NodeEdit(long id, Map<String, Object> properties) {
        this.id = id;
        this.base = null;
        this.labels = new TreeSet<>();
        this.properties = new PropertyEdits(Map.of());
        properties.forEach(this.properties::set);
    }

    boolean isNew() {
        return base == null;
    }

    boolean baseHas(String label) {
        return base != null && base.labels().contains(label);
    }

    /** Call after each change. */
    void touched() {
        record = null;
    }

    /** As it is now, null if deleted. */
    NodeRecord record() {
        if (record == null && !deleted) {
            long changedBy = base == null ? 0 : base.changedBy();
            record = new NodeRecord(
                    id, changedBy, Collections.unmodifiableSortedSet(new TreeSet<>(labels)), properties.now());
        }
        return deleted ? null : record;
    }

    /** The change from what it was to what it is; null for none. */
    NodeChange change() {
        if (base == null) {
            return deleted ? null : new NodeChange.Created(id, record().labels(), record().properties());
        }
        if (deleted) {
            return new NodeChange.Deleted(id, base.changedBy());
        }
        SortedSet<String> added = new TreeSet<>(labels);
        added.removeAll(base.labels());
        SortedSet<String> removed = new TreeSet<>(base.labels());
        removed.removeAll(labels);
        TreeMap<String, Object> set = properties.differences();
        if (added.isEmpty() && removed.isEmpty() && set.isEmpty()) {
            return null;
        }
        return new NodeChange.Changed(
                id,
                base.changedBy(),
                Collections.unmodifiableSortedSet(added),
                Collections.unmodifiableSortedSet(removed),
                Collections.unmodifiableMap(set));
    }
}
