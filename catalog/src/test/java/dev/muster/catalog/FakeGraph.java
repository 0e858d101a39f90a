package dev.muster.catalog;

import dev.muster.store.Direction;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.GraphTransaction;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A graph of nodes in memory: just what the catalog uses of one. Remembers which nodes were touched. */
public final class FakeGraph implements GraphTransaction {
    private final SortedMap<Long, NodeRecord> nodes = new TreeMap<>();
    private final Set<Long> touched = new TreeSet<>();
    private long nextId;

    /** The nodes changed since the last call. */
    public Set<Long> takeTouched() {
        Set<Long> taken = new TreeSet<>(touched);
        touched.clear();
        return taken;
    }

    @Override
    public long createNode(Set<String> labels, Map<String, Object> properties) {
        long id = nextId++;
        nodes.put(id, new NodeRecord(id, 0, new TreeSet<>(labels), new TreeMap<>(properties)));
        touched.add(id);
        return id;
    }

    @Override
    public boolean setNodeProperty(long nodeId, String key, Object value) {
        NodeRecord node = nodes.get(nodeId);
        Map<String, Object> properties = new HashMap<>(node.properties());
        Object before = value == null ? properties.remove(key) : properties.put(key, value);
        nodes.put(nodeId, new NodeRecord(nodeId, 0, node.labels(), new TreeMap<>(properties)));
        touched.add(nodeId);
        return before == null || !before.equals(value);
    }

    @Override
    public void deleteNode(long nodeId) {
        if (nodes.remove(nodeId) == null) {
            throw new IllegalStateException("no node " + nodeId);
        }
        touched.add(nodeId);
    }

    @Override
    public NodeRecord node(long id) {
        return nodes.get(id);
    }

    @Override
    public Iterator<Long> nodesWithLabel(String label) {
        return nodes.values().stream()
                .filter(node -> node.labels().contains(label))
                .map(NodeRecord::id)
                .toList()
                .iterator();
    }

    @Override
    public long transactionId() {
        return 0;
    }

    @Override
    public boolean hasChanges() {
        return !touched.isEmpty();
    }

    @Override
    public Iterator<NodeRecord> nodes() {
        return nodes.values().iterator();
    }

    @Override
    public long nodeCount() {
        return nodes.size();
    }

    @Override
    public long createRelationship(String type, long startId, long endId, Map<String, Object> properties) {
        throw unused();
    }

    @Override
    public boolean addLabel(long nodeId, String label) {
        throw unused();
    }

    @Override
    public boolean removeLabel(long nodeId, String label) {
        throw unused();
    }

    @Override
    public boolean setRelationshipProperty(long relationshipId, String key, Object value) {
        throw unused();
    }

    @Override
    public void deleteRelationship(long relationshipId) {
        throw unused();
    }

    @Override
    public Set<Long> deletedNodesWithRelationships() {
        return Collections.emptySet();
    }

    @Override
    public ChangeSet toChangeSet(UUID clientTransaction, long committedAtMillis, Map<String, Object> metadata) {
        throw unused();
    }

    @Override
    public RelationshipRecord relationship(long id) {
        throw unused();
    }

    @Override
    public Iterator<RelationshipRecord> relationships() {
        throw unused();
    }

    @Override
    public void expand(long nodeId, Direction direction, Set<String> types, ExpandVisitor visitor) {
        throw unused();
    }

    @Override
    public long nodeCount(String label) {
        throw unused();
    }

    @Override
    public long relationshipCount() {
        throw unused();
    }

    @Override
    public Set<String> labels() {
        throw unused();
    }

    @Override
    public Set<String> relationshipTypes() {
        throw unused();
    }

    @Override
    public Set<String> propertyKeys() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the catalog does not use this");
    }
}
