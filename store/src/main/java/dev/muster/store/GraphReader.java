package dev.muster.store;

import dev.muster.store.schema.KeyRange;
import dev.muster.store.schema.Schema;
import dev.muster.store.schema.SchemaRule;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Reads one consistent version of a graph. Iterators are lazy and in ascending id order unless said otherwise; they need
 * no closing. Names that were never used (a label, a type) match nothing.
 */
public interface GraphReader {
    /** The transaction this version was made by; 0 for an empty database. */
    long transactionId();

    /** The node, or null. */
    NodeRecord node(long id);

    /** The relationship, or null. */
    RelationshipRecord relationship(long id);

    Iterator<NodeRecord> nodes();

    /** The ids of the nodes that carry the label, from the label index. */
    Iterator<Long> nodesWithLabel(String label);

    Iterator<RelationshipRecord> relationships();

    /** The rules in force. */
    default Schema schema() {
        return Schema.EMPTY;
    }

    /** The indexes on a label that can be read. */
    default List<SchemaRule> indexes(String label) {
        return schema().indexes(label);
    }

    /** The indexes on a type of relationships that can be read. */
    default List<SchemaRule> relationshipIndexes(String type) {
        return schema().relationshipIndexes(type);
    }

    /**
     * The nodes, or relationships, whose key in an index lies in a range. They may be more than those whose values do, so that values are to be
     * looked at again. In the order of keys, or of none.
     */
    default Iterator<Long> inIndex(KeyRange range) {
        throw new UnsupportedOperationException("a graph without indexes");
    }

    /**
     * Calls the visitor for each relationship of the node, grouped by type (order of types is stable but unspecified),
     * until it returns false. {@code types} empty means all. Does not read the relationships' own records, so it is the
     * cheap way through the graph.
     */
    void expand(long nodeId, Direction direction, Set<String> types, ExpandVisitor visitor);

    long nodeCount();

    long nodeCount(String label);

    long relationshipCount();

    /** All names in use or once in use, sorted. */
    Set<String> labels();

    Set<String> relationshipTypes();

    Set<String> propertyKeys();

    /** Whether a name is in use or was once in use. */
    default boolean knows(NameKind kind, String name) {
        Set<String> names = switch (kind) {
            case LABEL -> labels();
            case RELATIONSHIP_TYPE -> relationshipTypes();
            case PROPERTY_KEY -> propertyKeys();
        };
        return names.contains(name);
    }

    /** What {@link #expand} tells: {@code outgoing} is seen from the node that was asked about. */
    @FunctionalInterface
    interface ExpandVisitor {
        boolean visit(long relationshipId, String type, long otherNodeId, boolean outgoing);
    }
}
