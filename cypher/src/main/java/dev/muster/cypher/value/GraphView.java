package dev.muster.cypher.value;

import dev.muster.cypher.error.CypherError;
import dev.muster.store.NodeRecord;
import dev.muster.store.RelationshipRecord;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.value.NodeValue;
import dev.muster.store.value.PathValue;
import dev.muster.store.value.RelationshipValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The transaction's graph as a statement reads it: remembers the records of nodes it read lately, until it writes them,
 * and turns handles into values that outlive the transaction. One thread.
 */
public final class GraphView {
    /** Powers of two; a few thousand records cost a few megabytes at most. */
    private static final int REMEMBERED_FIRST = 32;

    private static final int REMEMBERED_MAX = 8192;
    private static final int GROWTH = 4;

    private GraphTransaction transaction;
    private final UUID databaseId;
    private NodeRecord[] remembered = new NodeRecord[REMEMBERED_FIRST];

    public GraphView(GraphTransaction transaction, UUID databaseId) {
        this.transaction = transaction;
        this.databaseId = databaseId;
    }

    public GraphTransaction transaction() {
        return transaction;
    }

    /** Goes on with another transaction, and forgets what was read. */
    public void moveTo(GraphTransaction other) {
        transaction = other;
        remembered = new NodeRecord[REMEMBERED_FIRST];
    }

    /** To be called before a node is changed. */
    public void forget(long nodeId) {
        remembered[place(nodeId)] = null;
    }

    /** The node's record, or null. */
    public NodeRecord node(long id) {
        NodeRecord record = remembered[place(id)];
        if (record == null || record.id() != id) {
            record = transaction.node(id);
            if (record != null) {
                remember(record);
            }
        }
        return record;
    }

    private int place(long id) {
        return (int) id & (remembered.length - 1);
    }

    private void remember(NodeRecord record) {
        if (remembered[place(record.id())] != null && remembered.length < REMEMBERED_MAX) {
            NodeRecord[] before = remembered;
            remembered = new NodeRecord[GROWTH * before.length];
            for (NodeRecord old : before) {
                if (old != null) {
                    remembered[place(old.id())] = old;
                }
            }
        }
        remembered[place(record.id())] = record;
    }

    /** The record of a node that a statement holds; an error if it was deleted meanwhile. */
    public NodeRecord existing(NodeRef node) {
        NodeRecord record = node(node.id());
        if (record == null) {
            throw CypherError.ENTITY_NOT_FOUND.exception(
                    "Node with id " + node.id() + " has been deleted in this transaction");
        }
        return record;
    }

    public RelationshipRecord existing(RelationshipRef relationship) {
        RelationshipRecord record = transaction.relationship(relationship.id());
        if (record == null) {
            throw CypherError.ENTITY_NOT_FOUND.exception(
                    "Relationship with id " + relationship.id() + " has been deleted in this transaction");
        }
        return record;
    }

    /** The properties of a node or relationship. */
    public Map<String, Object> properties(Object element) {
        return element instanceof NodeRef node
                ? existing(node).properties()
                : existing((RelationshipRef) element).properties();
    }

    public static RelationshipRef handle(RelationshipRecord record) {
        return new RelationshipRef(record.id(), record.type(), record.startId(), record.endId());
    }

    public String nodeElementId(long id) {
        return "4:" + databaseId + ":" + id;
    }

    public String relationshipElementId(long id) {
        return "5:" + databaseId + ":" + id;
    }

    /** The id in an element id of this database, or -1. */
    public long idIn(String elementId, char kind) {
        String prefix = kind + ":" + databaseId + ":";
        if (!elementId.startsWith(prefix)) {
            return -1;
        }
        try {
            return Long.parseLong(elementId.substring(prefix.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A value that does not depend on the transaction. */
    public Object detached(Object value) {
        if (value instanceof NodeRef node) {
            return detached(node);
        } else if (value instanceof RelationshipRef relationship) {
            return detached(relationship);
        } else if (value instanceof PathRef path) {
            return new PathValue(
                    path.nodes().stream().map(this::detached).toList(),
                    path.relationships().stream().map(this::detached).toList());
        } else if (value instanceof List<?> list) {
            List<Object> result = new ArrayList<>(list.size());
            list.forEach(v -> result.add(detached(v)));
            return result;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, Object> result = new LinkedHashMap<>();
            map.forEach((k, v) -> result.put((String) k, detached(v)));
            return result;
        }
        return value;
    }

    /** A deleted element comes out with its id alone, as Neo4j has it. */
    private NodeValue detached(NodeRef node) {
        NodeRecord record = node(node.id());
        return record == null
                ? new NodeValue(node.id(), nodeElementId(node.id()), List.of(), Map.of())
                : new NodeValue(node.id(), nodeElementId(node.id()), List.copyOf(record.labels()), record.properties());
    }

    private RelationshipValue detached(RelationshipRef relationship) {
        RelationshipRecord record = transaction.relationship(relationship.id());
        return new RelationshipValue(
                relationship.id(),
                relationshipElementId(relationship.id()),
                relationship.startId(),
                nodeElementId(relationship.startId()),
                relationship.endId(),
                nodeElementId(relationship.endId()),
                relationship.type(),
                record == null ? Map.of() : record.properties());
    }
}
