package dev.muster.node.query;

import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.DatabaseUnavailable;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftStatus;
import dev.muster.store.PinnedVersion;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** Finds the database a client means, as the catalog on this server knows it, and waits until it can be used. */
final class Databases {
    /** A pin is one hop to a lane; longer than this the lane is stuck. */
    private static final long PIN_MILLIS = 30_000;
    /** A database that has just been created or started is waited for, rather than refused. */
    private static final long COMING_UP_MILLIS = 5_000;

    private final DatabaseHost host;
    private final Catalog catalog;
    private final Awaiting awaiting;
    private final long bookmarkMillis;

    Databases(DatabaseHost host, Catalog catalog, Awaiting awaiting, long bookmarkMillis) {
        this.host = host;
        this.catalog = catalog;
        this.awaiting = awaiting;
        this.bookmarkMillis = bookmarkMillis;
    }

    HostedDatabase system() {
        return host.system();
    }

    /** Pins the catalog's present version. */
    PinnedVersion pinSystem() {
        return pin(host.system());
    }

    PinnedVersion pin(HostedDatabase database) {
        try {
            return Awaiting.of(database.pin(), PIN_MILLIS);
        } catch (TimeoutException e) {
            throw QueryError.DATABASE_UNAVAILABLE.failure(
                    "Database '" + database.name() + "' does not answer on this server.");
        } catch (DatabaseUnavailable e) {
            throw QueryError.DATABASE_UNAVAILABLE.failure(e.getMessage());
        }
    }

    /** What the catalog says of the database of that name ({@code null}: the default database), or null. */
    DatabaseEntry entry(String nameOrNull) {
        try (PinnedVersion system = pinSystem()) {
            String name = nameOrNull == null || nameOrNull.isEmpty() ? catalog.defaultDatabase(system) : nameOrNull;
            return name == null ? null : catalog.database(system, name.toLowerCase(Locale.ROOT));
        }
    }

    /** The running database of that name. Fails with what a client understands if there is none. */
    HostedDatabase running(String nameOrNull) {
        DatabaseEntry entry = entry(nameOrNull);
        if (entry == null) {
            throw QueryError.DATABASE_NOT_FOUND.failure(nameOrNull);
        }
        if (entry.name().equals(DatabaseHost.SYSTEM)) {
            return host.system();
        }
        if (entry.requestedStatus() == RequestedStatus.ONLINE) {
            awaiting.until(() -> usable(host.byId(entry.databaseId())), COMING_UP_MILLIS);
        }
        HostedDatabase database = host.byId(entry.databaseId());
        if (database == null || database.status() != CurrentStatus.ONLINE) {
            String status =
                    database == null ? "not on this server" : database.status().text();
            throw QueryError.DATABASE_UNAVAILABLE.failure(
                    new DatabaseUnavailable(entry.name(), status, database == null ? "" : database.message())
                            .getMessage());
        }
        return database;
    }

    private static boolean usable(HostedDatabase database) {
        return database != null
                && (database.status() == CurrentStatus.ONLINE
                        || (database.status() == CurrentStatus.OFFLINE
                                && !database.message().isEmpty())
                        || database.status() == CurrentStatus.DIRTY);
    }

    /** Waits until this server has what the bookmarks promise, of {@code system} and of the database given (or null). */
    void awaitBookmarks(List<String> bookmarks, HostedDatabase database) {
        for (String text : bookmarks) {
            Bookmark bookmark = Bookmark.parse(text);
            HostedDatabase concerned =
                    bookmark.databaseId().equals(host.system().databaseId())
                            ? host.system()
                            : database != null && database.databaseId().equals(bookmark.databaseId()) ? database : null;
            if (concerned != null) {
                await(concerned, bookmark.transactionId());
            }
        }
    }

    void await(HostedDatabase database, long transactionId) {
        try {
            Awaiting.of(database.awaitTransaction(transactionId), bookmarkMillis);
        } catch (TimeoutException e) {
            throw QueryError.BOOKMARK_TIMEOUT.failure(database.name(), transactionId, database.lastTransactionId());
        } catch (DatabaseUnavailable e) {
            throw QueryError.DATABASE_UNAVAILABLE.failure(e.getMessage());
        }
    }

    /** The failure that tells a driver to look for the leader elsewhere. */
    static RuntimeException notALeader(HostedDatabase database) {
        RaftStatus raft = database.raftStatus();
        String hint = raft == null || raft.leader() == null
                ? ""
                : "; " + raft.leader().serverId() + " does";
        return QueryError.NOT_A_LEADER.failure(database.name(), hint);
    }
}
