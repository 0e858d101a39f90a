package dev.muster.store.change;

import dev.muster.store.Direction;
import dev.muster.store.GraphReader;
import dev.muster.store.NameKind;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.Store;
import dev.muster.store.schema.Element;
import dev.muster.store.schema.IndexKeys;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import java.util.stream.Stream;

/**
 * A transaction as a layer over a version: what was touched is kept as an edit, all else is read through. Reading costs
 * what it costs in the version plus the edits that concern it.
 */
final class OverlaidTransaction implements GraphTransaction {
    private final GraphReader base;
    private final Store.IdSource ids;
    private final TreeMap<Long, NodeEdit> nodes = new TreeMap<>();
    private final TreeMap<Long, RelationshipEdit> relationships = new TreeMap<>();
    private final TreeSet<Long> createdNodes = new TreeSet<>();
    private final TreeSet<Long> createdRelationships = new TreeSet<>();
    private final Map<Long, List<RelationshipEdit>> createdByEnd = new HashMap<>();
    private final Map<String, TreeSet<Long>> labelGained = new HashMap<>();
    private final Map<String, Long> labelCountChange = new HashMap<>();
    private final TreeSet<String> newLabels = new TreeSet<>();
    private final TreeSet<String> newTypes = new TreeSet<>();
    private final TreeSet<String> newKeys = new TreeSet<>();
    private final TreeSet<Long> deletedNodes = new TreeSet<>();
    private final TreeSet<Long> uncheckedNodes = new TreeSet<>();
    private final TreeSet<Long> uncheckedRelationships = new TreeSet<>();
    private final List<SchemaChange> schemaChanges = new ArrayList<>();
    private final IndexOverlay nodeKeys;
    private final IndexOverlay relationshipKeys;
    private final boolean rulesOnRelationships;
    private Schema schema;
    private long nodeCountChange;
    private long relationshipCountChange;

    OverlaidTransaction(GraphReader base, Store.IdSource ids) {
        this.base = base;
        this.ids = ids;
        this.schema = base.schema();
        this.nodeKeys = new IndexOverlay(this::editedNode, schema.rules());
        this.rulesOnRelationships = schema.concernsRelationships();
        this.relationshipKeys =
                new IndexOverlay(this::editedRelationship, rulesOnRelationships ? schema.rules() : List.of());
    }

    @Override
    public long createNode(Set<String> labels, Map<String, Object> properties) {
        NodeEdit edit = new NodeEdit(ids.nextNodeId(), properties);
        nodes.put(edit.id, edit);
        touched(edit.id);
        createdNodes.add(edit.id);
        nodeCountChange++;
        new TreeSet<>(labels).forEach(label -> gain(edit, label));
        newKeys.addAll(edit.record().properties().keySet());
        return edit.id;
    }

    @Override
    public long createRelationship(String type, long startId, long endId, Map<String, Object> properties) {
        mustExist("node", startId, node(startId));
        mustExist("node", endId, node(endId));
        RelationshipEdit edit = new RelationshipEdit(ids.nextRelationshipId(), type, startId, endId, properties);
        long id = edit.base.id();
        relationships.put(id, edit);
        touchedRelationship(id);
        createdRelationships.add(id);
        createdByEnd.computeIfAbsent(startId, key -> new ArrayList<>()).add(edit);
        if (startId != endId) {
            createdByEnd.computeIfAbsent(endId, key -> new ArrayList<>()).add(edit);
        }
        relationshipCountChange++;
        newTypes.add(type);
        newKeys.addAll(edit.record().properties().keySet());
        return id;
    }

    @Override
    public boolean addLabel(long nodeId, String label) {
        NodeEdit edit = edit(nodeId);
        return !edit.labels.contains(label) && gain(edit, label);
    }

    @Override
    public boolean removeLabel(long nodeId, String label) {
        NodeEdit edit = edit(nodeId);
        return edit.labels.contains(label) && lose(edit, label);
    }

    @Override
    public boolean setNodeProperty(long nodeId, String key, Object value) {
        NodeEdit edit = edit(nodeId);
        boolean changed = edit.properties.set(key, value);
        edit.touched();
        if (value != null) {
            newKeys.add(key);
        }
        return changed;
    }

    @Override
    public boolean setRelationshipProperty(long relationshipId, String key, Object value) {
        RelationshipEdit edit = editRelationship(relationshipId);
        boolean changed = edit.properties.set(key, value);
        edit.touched();
        if (value != null) {
            newKeys.add(key);
        }
        return changed;
    }

    @Override
    public void deleteNode(long nodeId) {
        NodeEdit edit = edit(nodeId);
        new TreeSet<>(edit.labels).forEach(label -> lose(edit, label));
        edit.deleted = true;
        edit.touched();
        deletedNodes.add(nodeId);
        createdNodes.remove(nodeId);
        nodeCountChange--;
    }

    @Override
    public void deleteRelationship(long relationshipId) {
        RelationshipEdit edit = editRelationship(relationshipId);
        edit.deleted = true;
        edit.touched();
        createdRelationships.remove(relationshipId);
        relationshipCountChange--;
    }

    @Override
    public boolean hasChanges() {
        return !schemaChanges.isEmpty()
                || nodes.values().stream().anyMatch(edit -> edit.change() != null)
                || relationships.values().stream().anyMatch(edit -> edit.change() != null);
    }

    @Override
    public Set<Long> deletedNodesWithRelationships() {
        Set<Long> left = new TreeSet<>();
        for (long nodeId : deletedNodes) {
            expand(nodeId, Direction.BOTH, Set.of(), (relationshipId, type, other, outgoing) -> {
                left.add(nodeId);
                return false;
            });
        }
        return left;
    }

    @Override
    public ChangeSet toChangeSet(UUID clientTransaction, long committedAtMillis, Map<String, Object> metadata) {
        Set<Long> left = deletedNodesWithRelationships();
        if (!left.isEmpty()) {
            throw new IllegalStateException("deleted nodes still have relationships: " + left);
        }
        List<NodeChange> nodeChanges = new ArrayList<>();
        for (NodeEdit edit : nodes.values()) {
            NodeChange change = edit.change();
            if (change != null) {
                nodeChanges.add(change);
            }
        }
        List<RelationshipChange> relationshipChanges = new ArrayList<>();
        for (RelationshipEdit edit : relationships.values()) {
            RelationshipChange change = edit.change();
            if (change != null) {
                relationshipChanges.add(change);
            }
        }
        return new ChangeSet(
                clientTransaction, committedAtMillis, metadata, nodeChanges, relationshipChanges, schemaChanges);
    }

    @Override
    public void createRule(SchemaRule rule) {
        schema = schema.with(rule);
        schemaChanges.add(new SchemaChange.Created(rule));
    }

    @Override
    public void dropRule(String name) {
        if (schema.find(name) == null) {
            throw new IllegalStateException("there is no rule called " + name);
        }
        schema = schema.without(name);
        schemaChanges.add(new SchemaChange.Dropped(name));
    }

    @Override
    public boolean changesSchema() {
        return !schemaChanges.isEmpty();
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public List<SchemaRule> indexes(String label) {
        return base.indexes(label).stream()
                .filter(rule -> rule.equals(schema.find(rule.name())))
                .toList();
    }

    @Override
    public List<SchemaRule> relationshipIndexes(String type) {
        return base.relationshipIndexes(type).stream()
                .filter(rule -> rule.equals(schema.find(rule.name())))
                .toList();
    }

    @Override
    public Iterator<Long> inIndex(KeyRange range) {
        Set<Long> own = new LinkedHashSet<>(nodeKeys.in(range)); // a range is of one rule, so one of them is empty
        own.addAll(relationshipKeys.in(range));
        Iterator<Long> stored = base.inIndex(range);
        return Stream.concat(
                        own.stream(),
                        Stream.iterate(stored, Iterator::hasNext, same -> same)
                                .map(Iterator::next)
                                .filter(id -> !own.contains(id)))
                .iterator();
    }

    @Override
    public SchemaViolation duplicate() {
        SchemaViolation found = first(uncheckedNodes, this::editedNode, this::duplicate);
        if (found == null) {
            uncheckedNodes.clear();
            found = first(uncheckedRelationships, this::editedRelationship, this::duplicate);
        }
        if (found == null) {
            uncheckedRelationships.clear();
        }
        return found;
    }

    private SchemaViolation first(
            Set<Long> ids, LongFunction<Element> edited, BiFunction<SchemaRule, Element, SchemaViolation> check) {
        for (long id : ids) {
            Element element = edited.apply(id);
            for (SchemaRule rule :
                    element == null ? List.<SchemaRule>of() : base.schema().of(element)) {
                SchemaViolation found = check.apply(rule, element);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private SchemaViolation duplicate(SchemaRule rule, Element element) {
        List<Object> values = rule.isUnique() ? rule.values(element) : null;
        if (values == null) {
            return null;
        }
        for (Iterator<Long> others = inIndex(IndexKeys.equal(rule, values)); others.hasNext(); ) {
            long id = others.next();
            Element other = id == element.id() ? null : element(id, rule.isOnRelationships());
            List<Object> same = other == null ? null : rule.values(other);
            if (same != null && IndexKeys.same(values, same)) {
                return new SchemaViolation(rule, element.id(), id, values, null);
            }
        }
        return null;
    }

    private Element element(long id, boolean isRelationship) {
        if (isRelationship) {
            RelationshipRecord record = relationship(id);
            return record == null ? null : record.element();
        }
        NodeRecord record = node(id);
        return record == null ? null : record.element();
    }

    private Element editedNode(long id) {
        NodeRecord record = nodes.get(id).record();
        return record == null ? null : record.element();
    }

    private Element editedRelationship(long id) {
        RelationshipRecord record = relationships.get(id).record();
        return record == null ? null : record.element();
    }

    @Override
    public SchemaViolation missing() {
        if (base.schema().rules().isEmpty()) {
            return null;
        }
        SchemaViolation found =
                first(nodes.keySet(), id -> nodes.get(id).change() == null ? null : editedNode(id), this::missing);
        return found == null && rulesOnRelationships
                ? first(
                        relationships.keySet(),
                        id -> relationships.get(id).change() == null ? null : editedRelationship(id),
                        this::missing)
                : found;
    }

    private SchemaViolation missing(SchemaRule rule, Element element) {
        String missing = rule.missing(element);
        return missing == null ? null : new SchemaViolation(rule, element.id(), -1, null, missing);
    }

    @Override
    public long transactionId() {
        return base.transactionId();
    }

    @Override
    public NodeRecord node(long id) {
        NodeEdit edit = nodes.get(id);
        return edit == null ? base.node(id) : edit.record();
    }

    @Override
    public RelationshipRecord relationship(long id) {
        RelationshipEdit edit = relationships.get(id);
        return edit == null ? base.relationship(id) : edit.record();
    }

    @Override
    public Iterator<NodeRecord> nodes() {
        Recent<NodeRecord> recent = new Recent<>(base.nodes(), NodeRecord::id);
        return new MergedIds<>(recent, List.copyOf(createdNodes).iterator(), id -> {
            NodeEdit edit = nodes.get(id);
            return edit == null ? recent.of(id) : edit.record();
        });
    }

    @Override
    public Iterator<Long> nodesWithLabel(String label) {
        TreeSet<Long> gained = labelGained.getOrDefault(label, new TreeSet<>());
        return new MergedIds<>(base.nodesWithLabel(label), List.copyOf(gained).iterator(), id -> {
            NodeEdit edit = nodes.get(id);
            return edit == null || !edit.deleted && edit.labels.contains(label) ? (Long) id : null;
        });
    }

    @Override
    public Iterator<RelationshipRecord> relationships() {
        Recent<RelationshipRecord> recent = new Recent<>(base.relationships(), RelationshipRecord::id);
        return new MergedIds<>(recent, List.copyOf(createdRelationships).iterator(), id -> {
            RelationshipEdit edit = relationships.get(id);
            return edit == null ? recent.of(id) : edit.record();
        });
    }

    @Override
    public void expand(long nodeId, Direction direction, Set<String> types, ExpandVisitor visitor) {
        List<RelationshipEdit> created = createdByEnd.getOrDefault(nodeId, List.of());
        new OverlaidExpand(relationships, created, nodeId, direction, types, visitor).over(base);
    }

    @Override
    public long nodeCount() {
        return base.nodeCount() + nodeCountChange;
    }

    @Override
    public long nodeCount(String label) {
        return base.nodeCount(label) + labelCountChange.getOrDefault(label, 0L);
    }

    @Override
    public long relationshipCount() {
        return base.relationshipCount() + relationshipCountChange;
    }

    @Override
    public Set<String> labels() {
        return union(base.labels(), newLabels);
    }

    @Override
    public Set<String> relationshipTypes() {
        return union(base.relationshipTypes(), newTypes);
    }

    @Override
    public Set<String> propertyKeys() {
        return union(base.propertyKeys(), newKeys);
    }

    @Override
    public boolean knows(NameKind kind, String name) {
        Set<String> fresh = switch (kind) {
            case LABEL -> newLabels;
            case RELATIONSHIP_TYPE -> newTypes;
            case PROPERTY_KEY -> newKeys;
        };
        return fresh.contains(name) || base.knows(kind, name);
    }

    private boolean gain(NodeEdit edit, String label) {
        edit.labels.add(label);
        edit.touched();
        labelCountChange.merge(label, 1L, Long::sum);
        newLabels.add(label);
        if (!edit.baseHas(label)) {
            labelGained.computeIfAbsent(label, key -> new TreeSet<>()).add(edit.id);
        }
        return true;
    }

    private boolean lose(NodeEdit edit, String label) {
        edit.labels.remove(label);
        edit.touched();
        labelCountChange.merge(label, -1L, Long::sum);
        if (!edit.baseHas(label)) {
            labelGained.get(label).remove(edit.id);
        }
        return true;
    }

    private NodeEdit edit(long nodeId) {
        NodeEdit edit = nodes.get(nodeId);
        if (edit == null) {
            edit = new NodeEdit(mustExist("node", nodeId, base.node(nodeId)));
            nodes.put(nodeId, edit);
        }
        mustExist("node", nodeId, edit.record());
        touched(nodeId);
        return edit;
    }

    private void touched(long nodeId) {
        nodeKeys.touched(nodeId);
        if (!base.schema().rules().isEmpty()) {
            uncheckedNodes.add(nodeId);
        }
    }

    private void touchedRelationship(long id) {
        relationshipKeys.touched(id);
        if (rulesOnRelationships) {
            uncheckedRelationships.add(id);
        }
    }

    private RelationshipEdit editRelationship(long relationshipId) {
        RelationshipEdit edit = relationships.get(relationshipId);
        if (edit == null) {
            edit = new RelationshipEdit(mustExist("relationship", relationshipId, base.relationship(relationshipId)));
            relationships.put(relationshipId, edit);
        }
        mustExist("relationship", relationshipId, edit.record());
        touchedRelationship(relationshipId);
        return edit;
    }

    private static <T> T mustExist(String what, long id, T record) {
        if (record == null) {
            throw new IllegalStateException(what + " " + id + " is not there, or was deleted in this transaction");
        }
        return record;
    }

    private static Set<String> union(Set<String> base, SortedSet<String> more) {
        if (base.containsAll(more)) {
            return base;
        }
        TreeSet<String> all = new TreeSet<>(base);
        all.addAll(more);
        return all;
    }
}
