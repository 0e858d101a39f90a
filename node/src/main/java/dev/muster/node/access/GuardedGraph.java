package dev.muster.node.access;

import dev.muster.catalog.DatabaseNames;
import dev.muster.catalog.security.Action;
import dev.muster.catalog.security.Permissions;
import dev.muster.store.Direction;
import dev.muster.store.NameKind;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.SchemaViolation;
import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A transaction of somebody who may not do everything: refuses to read, to write, to use new names and to change the schema.
 * What a statement does not touch needs no privilege, so {@code RETURN 1} works wherever one may enter. One thread at a time.
 */
final class GuardedGraph implements GraphTransaction {
    private final GraphTransaction graph;
    private final Permissions permissions;
    private final String database;
    private final UUID databaseId;
    private final boolean system;
    private final boolean reads;
    private final boolean writes;

    GuardedGraph(GraphTransaction graph, Permissions permissions, String database, UUID databaseId) {
        this.graph = graph;
        this.permissions = permissions;
        this.database = database;
        this.databaseId = databaseId;
        this.system = database.equals(DatabaseNames.SYSTEM);
        this.reads = !system && permissions.allows(Action.MATCH, databaseId);
        this.writes = permissions.allows(Action.WRITE, databaseId);
    }

    private GraphTransaction readable() {
        if (!reads) {
            throw system ? AccessError.SYSTEM_DATA.failure() : AccessError.READ.failure(database, permissions.who());
        }
        return graph;
    }

    private GraphTransaction writable(String what) {
        if (!writes) {
            throw AccessError.WRITE.failure(what, database, permissions.who());
        }
        return graph;
    }

    private void checkLabels(Collection<String> labels) {
        checkNames(NameKind.LABEL, labels, "node label", Action.CREATE_LABEL);
    }

    private void checkType(String type) {
        checkNames(NameKind.RELATIONSHIP_TYPE, List.of(type), "relationship type", Action.CREATE_TYPE);
    }

    private void checkKeys(Collection<String> keys) {
        checkNames(NameKind.PROPERTY_KEY, keys, "property name", Action.CREATE_NAME);
    }

    /** Names that are in use, or were once, may be used without the privilege to make new ones. */
    private void checkNames(NameKind kind, Collection<String> names, String what, Action needed) {
        if (!permissions.allows(needed, databaseId) && !names.stream().allMatch(name -> graph.knows(kind, name))) {
            throw newName(what, needed);
        }
    }

    private RuntimeException newName(String what, Action needed) {
        return AccessError.NEW_NAME.failure(what, database, permissions.who(), needed.words());
    }

    // ---------------------------------------------------------------- reading

    @Override
    public long transactionId() {
        return graph.transactionId();
    }

    @Override
    public NodeRecord node(long id) {
        return readable().node(id);
    }

    @Override
    public RelationshipRecord relationship(long id) {
        return readable().relationship(id);
    }

    @Override
    public Iterator<NodeRecord> nodes() {
        return readable().nodes();
    }

    @Override
    public Iterator<Long> nodesWithLabel(String label) {
        return readable().nodesWithLabel(label);
    }

    @Override
    public Iterator<RelationshipRecord> relationships() {
        return readable().relationships();
    }

    /** Which indexes there are decides how a query is carried out, so it is no secret here; SHOW INDEXES asks before. */
    @Override
    public Schema schema() {
        return graph.schema();
    }

    @Override
    public List<SchemaRule> indexes(String label) {
        return graph.indexes(label);
    }

    @Override
    public List<SchemaRule> relationshipIndexes(String type) {
        return graph.relationshipIndexes(type);
    }

    @Override
    public Iterator<Long> inIndex(KeyRange range) {
        return readable().inIndex(range);
    }

    @Override
    public void expand(long nodeId, Direction direction, Set<String> types, ExpandVisitor visitor) {
        readable().expand(nodeId, direction, types, visitor);
    }

    @Override
    public long nodeCount() {
        return readable().nodeCount();
    }

    @Override
    public long nodeCount(String label) {
        return readable().nodeCount(label);
    }

    @Override
    public long relationshipCount() {
        return readable().relationshipCount();
    }

    @Override
    public Set<String> labels() {
        return reads ? graph.labels() : Set.of();
    }

    @Override
    public Set<String> relationshipTypes() {
        return reads ? graph.relationshipTypes() : Set.of();
    }

    @Override
    public Set<String> propertyKeys() {
        return reads ? graph.propertyKeys() : Set.of();
    }

    @Override
    public boolean knows(NameKind kind, String name) {
        return reads && graph.knows(kind, name);
    }

    // ---------------------------------------------------------------- writing

    @Override
    public long createNode(Set<String> labels, Map<String, Object> properties) {
        writable(labels.isEmpty() ? "Create node" : "Create node with labels '" + String.join(",", labels) + "'");
        checkLabels(labels);
        checkKeys(properties.keySet());
        return graph.createNode(labels, properties);
    }

    @Override
    public long createRelationship(String type, long startId, long endId, Map<String, Object> properties) {
        writable("Create relationship with type '" + type + "'");
        checkType(type);
        checkKeys(properties.keySet());
        return graph.createRelationship(type, startId, endId, properties);
    }

    @Override
    public boolean addLabel(long nodeId, String label) {
        writable("Set label for label '" + label + "'");
        checkLabels(List.of(label));
        return graph.addLabel(nodeId, label);
    }

    @Override
    public boolean removeLabel(long nodeId, String label) {
        return writable("Remove label for label '" + label + "'").removeLabel(nodeId, label);
    }

    @Override
    public boolean setNodeProperty(long nodeId, String key, Object value) {
        writable("Set property for property '" + key + "'");
        checkKeys(value == null ? List.of() : List.of(key));
        return graph.setNodeProperty(nodeId, key, value);
    }

    @Override
    public boolean setRelationshipProperty(long relationshipId, String key, Object value) {
        writable("Set property for property '" + key + "'");
        checkKeys(value == null ? List.of() : List.of(key));
        return graph.setRelationshipProperty(relationshipId, key, value);
    }

    @Override
    public void deleteNode(long nodeId) {
        writable("Delete node").deleteNode(nodeId);
    }

    @Override
    public void deleteRelationship(long relationshipId) {
        writable("Delete relationship").deleteRelationship(relationshipId);
    }

    // ---------------------------------------------------------------- schema

    @Override
    public void createRule(SchemaRule rule) {
        checkSchema(rule.isConstraint() ? Action.CREATE_CONSTRAINT : Action.CREATE_INDEX);
        graph.createRule(rule);
    }

    @Override
    public void dropRule(String name) {
        boolean constraint =
                graph.schema().rules().stream().anyMatch(rule -> rule.name().equals(name) && rule.isConstraint());
        checkSchema(constraint ? Action.DROP_CONSTRAINT : Action.DROP_INDEX);
        graph.dropRule(name);
    }

    private void checkSchema(Action action) {
        if (!permissions.allows(action, databaseId)) {
            throw AccessError.SCHEMA.failure(action.words(), database, permissions.who());
        }
    }

    @Override
    public boolean changesSchema() {
        return graph.changesSchema();
    }

    // ---------------------------------------------------------------- the commit

    @Override
    public SchemaViolation duplicate() {
        return graph.duplicate();
    }

    @Override
    public SchemaViolation missing() {
        return graph.missing();
    }

    @Override
    public boolean hasChanges() {
        return graph.hasChanges();
    }

    @Override
    public Set<Long> deletedNodesWithRelationships() {
        return graph.deletedNodesWithRelationships();
    }

    @Override
    public ChangeSet toChangeSet(UUID clientTransaction, long committedAtMillis, Map<String, Object> metadata) {
        return graph.toChangeSet(clientTransaction, committedAtMillis, metadata);
    }
}
