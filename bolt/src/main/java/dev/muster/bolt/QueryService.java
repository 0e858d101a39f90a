package dev.muster.bolt;

import dev.muster.bolt.status.Notification;
import java.util.List;
import java.util.Map;

/**
 * Runs queries for Bolt sessions. Calls may block (waiting for a bookmark, for a majority) and are made on Bolt's worker
 * threads, one at a time per session, except {@link Transaction#terminate}. All throw {@link BoltFailure}.
 */
public interface QueryService {
    /**
     * Opens a transaction; for an auto-commit query too, which commits when its result has been read to the end. One that is
     * open only after its wait was ended is rolled back here.
     */
    Pending<Transaction> begin(TransactionRequest request);

    /**
     * What BEGIN or an auto-commit RUN asked for.
     *
     * @param user who is logged in, or null without authentication
     * @param database as sent, or null for the home database
     * @param write whether access mode is write
     * @param bookmarks to be waited for; may name other databases
     * @param timeoutMillis 0 for none
     * @param autoCommit whether exactly one query follows
     * @param routed whether the client connected by {@code neo4j://}
     * @param impersonated in whose place the user acts, or null
     * @param client who asks over the network, or null
     */
    record TransactionRequest(
            String user,
            String database,
            boolean write,
            List<String> bookmarks,
            long timeoutMillis,
            Map<String, Object> metadata,
            boolean autoCommit,
            boolean routed,
            String impersonated,
            Client client) {
        /** Of somebody in this process. */
        public TransactionRequest(
                String user,
                String database,
                boolean write,
                List<String> bookmarks,
                long timeoutMillis,
                Map<String, Object> metadata,
                boolean autoCommit,
                boolean routed,
                String impersonated) {
            this(user, database, write, bookmarks, timeoutMillis, metadata, autoCommit, routed, impersonated, null);
        }

        /** Of a user who acts in nobody else's place. */
        public TransactionRequest(
                String user,
                String database,
                boolean write,
                List<String> bookmarks,
                long timeoutMillis,
                Map<String, Object> metadata,
                boolean autoCommit,
                boolean routed) {
            this(user, database, write, bookmarks, timeoutMillis, metadata, autoCommit, routed, null);
        }

        /** The same for another database, with other bookmarks. */
        public TransactionRequest on(String otherDatabase, List<String> otherBookmarks) {
            return new TransactionRequest(
                    user,
                    otherDatabase,
                    write,
                    otherBookmarks,
                    timeoutMillis,
                    metadata,
                    autoCommit,
                    routed,
                    impersonated,
                    client);
        }
    }

    /**
     * The other end of a connection.
     *
     * @param connectionId as the client was told
     * @param address host and port
     */
    record Client(String connectionId, String address) {}

    /** An open transaction. */
    interface Transaction {
        /** The resolved name of its database. */
        String database();

        Result run(String query, Map<String, Object> parameters);

        /** Commits; returns the bookmark. The transaction is over, whatever happens. */
        String commit();

        /** Rolls back; harmless when already over. */
        void rollback();

        /** Makes whatever is running or comes next on it fail soon with this failure, but for a commit under way. Any thread. */
        void terminate(BoltFailure reason);
    }

    /** A query's result, pulled one row at a time. */
    interface Result {
        List<String> fields();

        /** The next row, or null at the end. */
        List<Object> next();

        /** After the end (or {@link #discard}): what happened. */
        Summary summary();

        /** Runs to the end without rows. */
        void discard();
    }

    /**
     * @param type Bolt's {@code r}, {@code rw}, {@code w} or {@code s}
     * @param statistics Bolt's names and counts; empty if nothing changed
     * @param database whose data was queried
     * @param plan {@code plan} or {@code profile} with its tree, as the client gets it; empty unless it asked for one
     * @param notifications all there are; what the client does not want to see is left out later
     */
    record Summary(
            String type,
            Map<String, Object> statistics,
            String database,
            Map<String, Object> plan,
            List<Notification> notifications) {
        /** Without a plan, and with nothing to notify of. */
        public Summary(String type, Map<String, Object> statistics, String database) {
            this(type, statistics, database, Map.of(), List.of());
        }
    }
}
