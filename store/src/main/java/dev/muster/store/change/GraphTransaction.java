package dev.muster.store.change;

import dev.muster.store.GraphReader;
import dev.muster.store.schema.SchemaRule;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A transaction being made: reads a pinned version with its own changes on top, and collects the changes. One thread at a
 * time; does not own the version. Made by {@code GraphTransactions.over(version, ids)}.
 *
 * <p>Names are checked by the caller; values are those of {@code dev.muster.store.value}, and anything else, or a list of mixed types, is an {@link
 * IllegalArgumentException}. Touching an entity that is not there is an {@link IllegalStateException}.
 */
public interface GraphTransaction extends GraphReader {
    /** A new node; its id is final at once. */
    long createNode(Set<String> labels, Map<String, Object> properties);

    long createRelationship(String type, long startId, long endId, Map<String, Object> properties);

    /** Returns whether the label was not there before. */
    boolean addLabel(long nodeId, String label);

    boolean removeLabel(long nodeId, String label);

    /** Sets a property; null removes it. Returns whether that changed anything. */
    boolean setNodeProperty(long nodeId, String key, Object value);

    boolean setRelationshipProperty(long relationshipId, String key, Object value);

    /** Deletes a node. It may still have relationships now; {@link #toChangeSet} then fails with {@link IllegalStateException}. */
    void deleteNode(long nodeId);

    void deleteRelationship(long relationshipId);

    /** Adds a rule, whose name must be free. It holds from the commit on, and its index can be read from then on. */
    default void createRule(SchemaRule rule) {
        throw new UnsupportedOperationException("a graph without rules");
    }

    /** Takes a rule away. */
    default void dropRule(String name) {
        throw new UnsupportedOperationException("a graph without rules");
    }

    /** Whether {@link #createRule} or {@link #dropRule} was called. */
    default boolean changesSchema() {
        return false;
    }

    /** A uniqueness rule that the changes since the last call break, or null. */
    default SchemaViolation duplicate() {
        return null;
    }

    /** A property that the changes leave missing where a rule demands it, or null: to be asked at the commit. */
    default SchemaViolation missing() {
        return null;
    }

    boolean hasChanges();

    /** Nodes deleted in this transaction that still have relationships: they must be gone at the commit. */
    Set<Long> deletedNodesWithRelationships();

    /** The changes so far, each entity once, ordered by id. */
    ChangeSet toChangeSet(UUID clientTransaction, long committedAtMillis, Map<String, Object> metadata);
}
