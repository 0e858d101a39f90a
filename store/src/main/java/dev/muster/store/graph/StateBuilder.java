package dev.muster.store.graph;

import dev.muster.store.GraphDigest;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.schema.Schema;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/** The state while a transaction changes it: counts and digest follow each record that comes or goes. */
final class StateBuilder {
    private final RecordDigest records;
    private GraphDigest digest;
    private long nodeCount;
    private long relationshipCount;
    private long highestNodeId;
    private long highestRelationshipId;
    private TokenTable labels;
    private TokenTable types;
    private TokenTable keys;
    private long[] labelCounts;
    private Schema schema;

    StateBuilder(GraphState state, RecordDigest records) {
        this.records = records;
        digest = state.digest();
        nodeCount = state.nodeCount();
        relationshipCount = state.relationshipCount();
        highestNodeId = state.highestNodeId();
        highestRelationshipId = state.highestRelationshipId();
        labels = state.tokens().labels();
        types = state.tokens().types();
        keys = state.tokens().keys();
        labelCounts = state.labelCounts().clone();
        schema = state.schema();
    }

    Schema schema() {
        return schema;
    }

    /** Puts another schema in the place of the one so far. */
    void schema(Schema next) {
        digest = digest.minus(records.of(schema)).plus(records.of(next));
        schema = next;
    }

    Tokens tokens() {
        return new Tokens(labels, types, keys);
    }

    /** A node comes. Its names get numbers. */
    void plus(NodeRecord node) {
        nameLabels(node.labels());
        nameKeys(node.properties());
        for (String label : node.labels()) {
            count(labels.number(label), 1);
        }
        nodeCount++;
        highestNodeId = Math.max(highestNodeId, node.id());
        digest = digest.plus(records.of(node));
    }

    /**
     * A stored node comes whose names have numbers already; {@link #labelled} says which labels it has, {@link #plus(GraphDigest)} what
     * else it is.
     */
    void plusNode(long id) {
        nodeCount++;
        highestNodeId = Math.max(highestNodeId, id);
    }

    /** A node that comes has the label of that number. */
    void labelled(int label) {
        count(label, 1);
    }

    /** A stored relationship comes whose names have numbers already; {@link #plus(GraphDigest)} says what it is. */
    void plusRelationship(long id) {
        relationshipCount++;
        highestRelationshipId = Math.max(highestRelationshipId, id);
    }

    /** The digest of stored records that come, one or many. */
    void plus(GraphDigest ofRecords) {
        digest = digest.plus(ofRecords);
    }

    /** A node goes, or the old form of one. */
    void minus(NodeRecord node) {
        for (String label : node.labels()) {
            count(labels.number(label), -1);
        }
        nodeCount--;
        digest = digest.minus(records.of(node));
    }

    void plus(RelationshipRecord relationship) {
        if (types.number(relationship.type()) == TokenTable.NONE) {
            types = types.with(relationship.type());
        }
        nameKeys(relationship.properties());
        relationshipCount++;
        highestRelationshipId = Math.max(highestRelationshipId, relationship.id());
        digest = digest.plus(records.of(relationship));
    }

    void minus(RelationshipRecord relationship) {
        relationshipCount--;
        digest = digest.minus(records.of(relationship));
    }

    GraphState build(long lastTransactionId) {
        return new GraphState(
                lastTransactionId,
                digest,
                nodeCount,
                relationshipCount,
                highestNodeId,
                highestRelationshipId,
                tokens(),
                labelCounts,
                schema);
    }

    private void nameLabels(Set<String> names) {
        for (String name : names) {
            if (labels.number(name) == TokenTable.NONE) {
                labels = labels.with(name);
            }
        }
    }

    private void nameKeys(Map<String, Object> properties) {
        for (String name : properties.keySet()) {
            if (keys.number(name) == TokenTable.NONE) {
                keys = keys.with(name);
            }
        }
    }

    private void count(int label, int difference) {
        if (label >= labelCounts.length) {
            labelCounts = Arrays.copyOf(labelCounts, labels.size());
        }
        labelCounts[label] += difference;
        if (labelCounts[label] < 0) {
            throw new IllegalStateException("label " + labels.name(label) + " is on " + labelCounts[label] + " nodes");
        }
    }
}
