package dev.muster.cypher.engine;

import dev.muster.cypher.error.CypherError;
import dev.muster.cypher.run.SchemaWrites;
import dev.muster.store.change.GraphTransaction;

/** What a transaction must fulfil when it is committed, and not before. */
public final class CommitChecks {
    private CommitChecks() {}

    /**
     * Throws {@link dev.muster.cypher.CypherException} if a node that the transaction deletes still has relationships, or if one that it changes
     * lacks a property that a constraint demands. One thread, the transaction's.
     */
    public static void check(GraphTransaction transaction) {
        for (long id : transaction.deletedNodesWithRelationships()) {
            throw CypherError.STILL_HAS_RELATIONSHIPS.exception(id);
        }
        SchemaWrites.refuse(transaction.duplicate());
        SchemaWrites.refuse(transaction.missing());
    }
}
