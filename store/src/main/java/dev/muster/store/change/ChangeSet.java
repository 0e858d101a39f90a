package dev.muster.store.change;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Everything one transaction changes, complete and immutable. Each entity occurs at most once. Applying it needs nothing
 * but the store it is applied to: no clock, no chance, no hash order.
 *
 * @param clientTransaction identifies the transaction to whoever began it, so that a repetition can be told apart
 * @param committedAtMillis wall clock of the leader that proposed it
 * @param schema changes of the schema, in the order in which they were made; if there are any, there are no others
 * @param metadata what the client attached ({@code tx_metadata}); not part of the graph
 */
public record ChangeSet(
        UUID clientTransaction,
        long committedAtMillis,
        Map<String, Object> metadata,
        List<NodeChange> nodes,
        List<RelationshipChange> relationships,
        List<SchemaChange> schema) {
    /** The highest id a node or relationship can have, so that an id and a label's number fit into one long. */
    public static final long ID_MAX = (1L << 44) - 1;

    public ChangeSet {
        nodes = List.copyOf(nodes);
        relationships = List.copyOf(relationships);
        schema = List.copyOf(schema);
    }

    /** One that leaves the schema as it is. */
    public ChangeSet(
            UUID clientTransaction,
            long committedAtMillis,
            Map<String, Object> metadata,
            List<NodeChange> nodes,
            List<RelationshipChange> relationships) {
        this(clientTransaction, committedAtMillis, metadata, nodes, relationships, List.of());
    }

    /** Whether it changes nothing; such a one is never proposed. */
    public boolean isEmpty() {
        return nodes.isEmpty() && relationships.isEmpty() && schema.isEmpty();
    }
}
