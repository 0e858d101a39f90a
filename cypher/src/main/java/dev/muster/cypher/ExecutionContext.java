package dev.muster.cypher;

import dev.muster.store.change.GraphTransaction;
import java.util.List;
import java.util.UUID;

/**
 * What a running statement may touch.
 *
 * @param transaction reads the transaction's version with its own changes on top, and collects changes
 * @param databaseId for element ids ({@code 4:<uuid>:<id>})
 * @param writable false in a transaction of access mode read: a writing clause then fails with {@code Statement.AccessMode}
 * @param statementMillis the wall clock when the statement began, for {@code datetime()} and friends
 * @param random for {@code rand()} and {@code randomUUID()}
 * @param procedures answers {@code CALL}
 * @param interrupt asked now and then; throws to end the statement
 */
public record ExecutionContext(
        GraphTransaction transaction,
        String databaseName,
        UUID databaseId,
        boolean writable,
        long statementMillis,
        java.util.random.RandomGenerator random,
        Procedures procedures,
        Runnable interrupt) {
    /** The procedures that {@code CALL} can reach, beside those the engine itself answers (db.labels and the like). */
    public interface Procedures {
        /** The columns of a procedure, or null if there is none of that name. */
        List<String> columns(String name);

        /** The names of a procedure's arguments, or null if they are not known, so that none are checked. */
        default List<String> arguments(String name) {
            return null;
        }

        /** Calls it. Throws {@link CypherException}. */
        List<List<Object>> call(String name, List<Object> arguments);
    }
}
