package dev.muster.cypher.run;

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
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A transaction that tells a profile of every record read or written and of every entry of an index. One thread. */
record CountedTransaction(GraphTransaction transaction, Profile profile) implements GraphTransaction {
    private <T> Iterator<T> counted(Iterator<T> iterator) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public T next() {
                profile.hit();
                return iterator.next();
            }
        };
    }

    @Override
    public long transactionId() {
        return transaction.transactionId();
    }

    @Override
    public NodeRecord node(long id) {
        profile.hit();
        return transaction.node(id);
    }

    @Override
    public RelationshipRecord relationship(long id) {
        profile.hit();
        return transaction.relationship(id);
    }

    @Override
    public Iterator<NodeRecord> nodes() {
        return counted(transaction.nodes());
    }

    @Override
    public Iterator<Long> nodesWithLabel(String label) {
        return counted(transaction.nodesWithLabel(label));
    }

    @Override
    public Iterator<RelationshipRecord> relationships() {
        return counted(transaction.relationships());
    }

    @Override
    public Schema schema() {
        return transaction.schema();
    }

    @Override
    public List<SchemaRule> indexes(String label) {
        return transaction.indexes(label);
    }

    @Override
    public List<SchemaRule> relationshipIndexes(String type) {
        return transaction.relationshipIndexes(type);
    }

    @Override
    public Iterator<Long> inIndex(KeyRange range) {
        return counted(transaction.inIndex(range));
    }

    @Override
    public void expand(long nodeId, Direction direction, Set<String> types, ExpandVisitor visitor) {
        transaction.expand(nodeId, direction, types, (relationship, type, other, outgoing) -> {
            profile.hit();
            return visitor.visit(relationship, type, other, outgoing);
        });
    }

    @Override
    public long nodeCount() {
        return transaction.nodeCount();
    }

    @Override
    public long nodeCount(String label) {
        return transaction.nodeCount(label);
    }

    @Override
    public long relationshipCount() {
        return transaction.relationshipCount();
    }

    @Override
    public Set<String> labels() {
        return transaction.labels();
    }

    @Override
    public Set<String> relationshipTypes() {
        return transaction.relationshipTypes();
    }

    @Override
    public Set<String> propertyKeys() {
        return transaction.propertyKeys();
    }

    @Override
    public boolean knows(NameKind kind, String name) {
        return transaction.knows(kind, name);
    }

    @Override
    public long createNode(Set<String> labels, Map<String, Object> properties) {
        profile.hit();
        return transaction.createNode(labels, properties);
    }

    @Override
    public long createRelationship(String type, long startId, long endId, Map<String, Object> properties) {
        profile.hit();
        return transaction.createRelationship(type, startId, endId, properties);
    }

    @Override
    public boolean addLabel(long nodeId, String label) {
        profile.hit();
        return transaction.addLabel(nodeId, label);
    }

    @Override
    public boolean removeLabel(long nodeId, String label) {
        profile.hit();
        return transaction.removeLabel(nodeId, label);
    }

    @Override
    public boolean setNodeProperty(long nodeId, String key, Object value) {
        profile.hit();
        return transaction.setNodeProperty(nodeId, key, value);
    }

    @Override
    public boolean setRelationshipProperty(long relationshipId, String key, Object value) {
        profile.hit();
        return transaction.setRelationshipProperty(relationshipId, key, value);
    }

    @Override
    public void deleteNode(long nodeId) {
        profile.hit();
        transaction.deleteNode(nodeId);
    }

    @Override
    public void deleteRelationship(long relationshipId) {
        profile.hit();
        transaction.deleteRelationship(relationshipId);
    }

    @Override
    public void createRule(SchemaRule rule) {
        transaction.createRule(rule);
    }

    @Override
    public void dropRule(String name) {
        transaction.dropRule(name);
    }

    @Override
    public boolean changesSchema() {
        return transaction.changesSchema();
    }

    @Override
    public SchemaViolation duplicate() {
        return transaction.duplicate();
    }

    @Override
    public SchemaViolation missing() {
        return transaction.missing();
    }

    @Override
    public boolean hasChanges() {
        return transaction.hasChanges();
    }

    @Override
    public Set<Long> deletedNodesWithRelationships() {
        return transaction.deletedNodesWithRelationships();
    }

    @Override
    public ChangeSet toChangeSet(UUID clientTransaction, long committedAtMillis, Map<String, Object> metadata) {
        return transaction.toChangeSet(clientTransaction, committedAtMillis, metadata);
    }
}
