package dev.muster.cypher;

import dev.muster.catalog.security.Action;
import dev.muster.store.change.GraphTransaction;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
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
 * @param outside what of a statement goes beyond its transaction
 */
public record ExecutionContext(
        GraphTransaction transaction,
        String databaseName,
        UUID databaseId,
        boolean writable,
        long statementMillis,
        java.util.random.RandomGenerator random,
        Procedures procedures,
        Runnable interrupt,
        Outside outside) {
    /** The same statement in another transaction. */
    public ExecutionContext in(GraphTransaction other) {
        return new ExecutionContext(
                other, databaseName, databaseId, writable, statementMillis, random, procedures, interrupt, outside);
    }

    /**
     * What of a statement goes beyond its transaction.
     *
     * @param batches for {@code CALL … IN TRANSACTIONS}; null where the transaction is the client's own
     * @param files for {@code LOAD CSV}; null where there are none
     * @param memory of the transaction
     */
    public record Outside(Batches batches, ImportFiles files, TransactionMemory memory) {
        /** Nothing is. */
        public static final Outside NONE = new Outside(null, null, TransactionMemory.UNLIMITED);

        /** The same with another memory. */
        public Outside with(TransactionMemory other) {
            return new Outside(batches, files, other);
        }
    }

    /** The files that statements may read. Calls may block. */
    public interface ImportFiles {
        /** Opens the file that the URL names; throws {@link CypherException} if there is none or it may not be read. */
        Opened open(String url);

        /** An open file; {@code path} is what {@code file()} says. Whoever opened it closes it, at the latest when the transaction ends. */
        record Opened(String path, InputStream content, Runnable closing) {
            /** Lets go of it; may be called again. */
            public void close() {
                closing.run();
            }
        }
    }

    /** Transactions for parts of a statement. Calls may block; failures that end the statement are not {@link CypherException}s. */
    public interface Batches {
        /** Begins one, which sees all that has been committed. */
        Batch begin();

        /**
         * The statement's own transaction, moved on to what has been committed meanwhile. What it was moved on to before is
         * closed; what it began with is not.
         */
        GraphTransaction movedOn();
    }

    /** A transaction for a part of a statement. */
    public interface Batch {
        GraphTransaction transaction();

        /** A name that is this batch's alone on its server. */
        String name();

        /** Commits. Throws {@link CypherException} if that was refused and others can still be committed. */
        void commit();

        /** Gives it up; harmless when it is over. */
        void rollback();
    }

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

        /** The server that runs the statement. */
        default ServerView server() {
            return ServerView.NOTHING;
        }

        /** All of them, as {@code SHOW PROCEDURES} tells of them. */
        default List<Procedure> all() {
            return List.of();
        }

        /** The roles that may do all this, or null if whoever asks may not see roles. */
        default List<String> rolesFor(Set<Action> needed) {
            return null;
        }

        /** Whether a user may do all this; {@code user} null: the one who asks. Throws if that one may not ask about others. */
        default boolean allows(String user, Set<Action> needed) {
            return true;
        }
    }

    /**
     * What is told of a procedure.
     *
     * @param mode READ, WRITE, SCHEMA or DBMS
     * @param worksOnSystem whether it can be called on the system database
     * @param needs what one must be allowed to do; empty if everybody may call it
     */
    public record Procedure(
            Signature signature, String description, String mode, boolean worksOnSystem, Set<Action> needs) {}
}
