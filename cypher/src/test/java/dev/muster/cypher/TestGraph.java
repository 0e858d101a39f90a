package dev.muster.cypher;

import dev.muster.store.Direction;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.SchemaViolation;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A graph in maps that can be read and changed like a transaction, and that counts how often it is read. */
public final class TestGraph implements GraphTransaction {
    private final TreeMap<Long, NodeRecord> nodes = new TreeMap<>();
    private final TreeMap<Long, RelationshipRecord> relationships = new TreeMap<>();
    private final Map<Long, TreeSet<Long>> touching = new HashMap<>();
    private final Map<String, TreeSet<Long>> labelIndex = new TreeMap<>();
    private final Set<String> keys = new TreeSet<>();
    private Schema schema = Schema.EMPTY;
    private long nextId;
    public int seeks;
    public int scans;
    public int expansions;

    @Override
    public long transactionId() {
        return 1;
    }

    @Override
    public NodeRecord node(long id) {
        return nodes.get(id);
    }

    @Override
    public RelationshipRecord relationship(long id) {
        return relationships.get(id);
    }

    @Override
    public Iterator<NodeRecord> nodes() {
        scans++;
        return new ArrayList<>(nodes.values()).iterator();
    }

    @Override
    public Iterator<Long> nodesWithLabel(String label) {
        scans++;
        return new ArrayList<>(labelIndex.getOrDefault(label, new TreeSet<>())).iterator();
    }

    @Override
    public Iterator<RelationshipRecord> relationships() {
        return new ArrayList<>(relationships.values()).iterator();
    }

    @Override
    public void expand(long nodeId, Direction direction, Set<String> types, ExpandVisitor visitor) {
        expansions++;
        for (long id : touching.getOrDefault(nodeId, new TreeSet<>())) {
            RelationshipRecord record = relationships.get(id);
            boolean outgoing = record.startId() == nodeId;
            boolean loop = record.startId() == record.endId();
            boolean wanted = direction == Direction.BOTH || loop || outgoing == (direction == Direction.OUTGOING);
            if (wanted && (types.isEmpty() || types.contains(record.type()))) {
                boolean seenOutgoing = loop ? direction != Direction.INCOMING : outgoing;
                if (!visitor.visit(id, record.type(), record.otherEnd(nodeId), seenOutgoing)) {
                    return;
                }
            }
        }
    }

    @Override
    public long nodeCount() {
        return nodes.size();
    }

    @Override
    public long nodeCount(String label) {
        return labelIndex.getOrDefault(label, new TreeSet<>()).size();
    }

    @Override
    public long relationshipCount() {
        return relationships.size();
    }

    @Override
    public Set<String> labels() {
        return labelIndex.keySet();
    }

    @Override
    public Set<String> relationshipTypes() {
        Set<String> types = new TreeSet<>();
        relationships.values().forEach(r -> types.add(r.type()));
        return types;
    }

    @Override
    public Set<String> propertyKeys() {
        return keys;
    }

    private static Map<String, Object> sorted(Map<String, Object> properties) {
        return Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    @Override
    public long createNode(Set<String> labels, Map<String, Object> properties) {
        long id = nextId++;
        keys.addAll(properties.keySet());
        nodes.put(id, new NodeRecord(id, 1, new TreeSet<>(labels), sorted(properties)));
        labels.forEach(l -> labelIndex.computeIfAbsent(l, k -> new TreeSet<>()).add(id));
        return id;
    }

    @Override
    public long createRelationship(String type, long startId, long endId, Map<String, Object> properties) {
        long id = nextId++;
        keys.addAll(properties.keySet());
        relationships.put(id, new RelationshipRecord(id, 1, type, startId, endId, sorted(properties)));
        touching.computeIfAbsent(startId, k -> new TreeSet<>()).add(id);
        touching.computeIfAbsent(endId, k -> new TreeSet<>()).add(id);
        return id;
    }

    @Override
    public boolean addLabel(long nodeId, String label) {
        TreeSet<String> labels = new TreeSet<>(nodes.get(nodeId).labels());
        boolean changed = labels.add(label);
        nodes.put(nodeId, new NodeRecord(nodeId, 1, labels, nodes.get(nodeId).properties()));
        labelIndex.computeIfAbsent(label, k -> new TreeSet<>()).add(nodeId);
        return changed;
    }

    @Override
    public boolean removeLabel(long nodeId, String label) {
        TreeSet<String> labels = new TreeSet<>(nodes.get(nodeId).labels());
        boolean changed = labels.remove(label);
        nodes.put(nodeId, new NodeRecord(nodeId, 1, labels, nodes.get(nodeId).properties()));
        labelIndex.getOrDefault(label, new TreeSet<>()).remove(nodeId);
        return changed;
    }

    private static Map<String, Object> with(Map<String, Object> properties, String key, Object value) {
        Map<String, Object> changed = new TreeMap<>(properties);
        if (value == null) {
            changed.remove(key);
        } else {
            changed.put(key, value);
        }
        return sorted(changed);
    }

    @Override
    public boolean setNodeProperty(long nodeId, String key, Object value) {
        NodeRecord old = nodes.get(nodeId);
        Map<String, Object> properties = with(old.properties(), key, value);
        nodes.put(nodeId, new NodeRecord(nodeId, 1, old.labels(), properties));
        return !properties.equals(old.properties());
    }

    @Override
    public boolean setRelationshipProperty(long id, String key, Object value) {
        RelationshipRecord old = relationships.get(id);
        Map<String, Object> properties = with(old.properties(), key, value);
        relationships.put(id, new RelationshipRecord(id, 1, old.type(), old.startId(), old.endId(), properties));
        return !properties.equals(old.properties());
    }

    @Override
    public void deleteNode(long nodeId) {
        NodeRecord old = nodes.remove(nodeId);
        old.labels().forEach(l -> labelIndex.get(l).remove(nodeId));
    }

    @Override
    public void deleteRelationship(long id) {
        RelationshipRecord old = relationships.remove(id);
        touching.get(old.startId()).remove(id);
        touching.get(old.endId()).remove(id);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public Iterator<Long> inIndex(KeyRange range) {
        seeks++;
        List<Long> found = new ArrayList<>();
        for (NodeRecord node : nodes.values()) {
            for (SchemaRule rule : schema.of(node.element())) {
                List<Object> values = rule.isIndexed() ? rule.values(node.labels(), node.properties()) : null;
                if (values != null && range.contains(IndexKeys.key(rule, values, node.id()))) {
                    found.add(node.id());
                }
            }
        }
        return found.iterator();
    }

    @Override
    public void createRule(SchemaRule rule) {
        schema = schema.with(rule);
    }

    @Override
    public void dropRule(String name) {
        schema = schema.without(name);
    }

    @Override
    public boolean changesSchema() {
        return false;
    }

    @Override
    public SchemaViolation duplicate() {
        for (SchemaRule rule : schema.rules()) {
            List<NodeRecord> before = new ArrayList<>();
            for (NodeRecord node : nodes.values()) {
                List<Object> values = rule.isUnique() ? rule.values(node.labels(), node.properties()) : null;
                for (NodeRecord other : values == null ? List.<NodeRecord>of() : before) {
                    if (IndexKeys.same(values, rule.values(other.labels(), other.properties()))) {
                        return new SchemaViolation(rule, node.id(), other.id(), values, null);
                    }
                }
                if (values != null) {
                    before.add(node);
                }
            }
        }
        return null;
    }

    @Override
    public SchemaViolation missing() {
        for (NodeRecord node : nodes.values()) {
            for (SchemaRule rule : schema.rules()) {
                String missing = rule.missing(node.labels(), node.properties());
                if (missing != null) {
                    return new SchemaViolation(rule, node.id(), -1, null, missing);
                }
            }
        }
        return null;
    }

    @Override
    public boolean hasChanges() {
        return false;
    }

    @Override
    public Set<Long> deletedNodesWithRelationships() {
        Set<Long> dangling = new TreeSet<>();
        for (RelationshipRecord record : relationships.values()) {
            for (long end : List.of(record.startId(), record.endId())) {
                if (!nodes.containsKey(end)) {
                    dangling.add(end);
                }
            }
        }
        return dangling;
    }

    @Override
    public ChangeSet toChangeSet(UUID clientTransaction, long committedAtMillis, Map<String, Object> metadata) {
        throw new UnsupportedOperationException("a test's graph is not committed");
    }
}
