package dev.muster.node.query;

import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.ServerEntry;
import dev.muster.catalog.security.SecurityCatalog;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.DatabaseUnavailable;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftStatus;
import dev.muster.store.PinnedVersion;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds the database a client means, as the catalog on this server knows it, and waits until it can be used. Any thread;
 * nothing blocks.
 */
final class Databases {
    /** A pin is one hop to a lane; longer than this the lane is stuck. */
    private static final long PIN_MILLIS = 30_000;
    /** A database that has just been created or started is waited for, rather than refused. */
    private static final long COMING_UP_MILLIS = 5_000;

    private final DatabaseHost host;
    private final Catalog catalog;
    private final Awaiting awaiting;
    private final long bookmarkMillis;
    /** Read again only when {@code system} has moved on: nearly every transaction asks. */
    private volatile CatalogView lastRead;

    Databases(DatabaseHost host, Catalog catalog, Awaiting awaiting, long bookmarkMillis) {
        this.host = host;
        this.catalog = catalog;
        this.awaiting = awaiting;
        this.bookmarkMillis = bookmarkMillis;
    }

    /** The database with the catalog. Throws what a client understands while the server has not come so far. */
    HostedDatabase system() {
        HostedDatabase system = host.system();
        if (system == null) {
            throw doesNotAnswer(DatabaseHost.SYSTEM);
        }
        return system;
    }

    /** A pinned version with the source of ids. The caller closes the version. */
    CompletionStage<HostedDatabase.Beginning> begin(HostedDatabase database, long limitMillis) {
        CompletionStage<HostedDatabase.Beginning> beginning = database.begin();
        return awaiting.within(limitMillis, Stages.translated(beginning, Databases::explained), () -> {
            beginning.thenAccept(late -> late.version().close());
            return CompletableFuture.failedStage(doesNotAnswer(database.name()));
        });
    }

    /** Pins the catalog's present version. The caller closes it. */
    CompletionStage<PinnedVersion> pinSystem() {
        return begin(system(), PIN_MILLIS).thenApply(HostedDatabase.Beginning::version);
    }

    private static RuntimeException doesNotAnswer(String name) {
        return QueryError.DATABASE_UNAVAILABLE.failure("Database '" + name + "' does not answer on this server.");
    }

    private static Throwable explained(Throwable failure) {
        return failure instanceof DatabaseUnavailable
                ? QueryError.DATABASE_UNAVAILABLE.failure(failure.getMessage())
                : failure;
    }

    /** The catalog as this server has it now. */
    CompletionStage<CatalogView> catalog() {
        HostedDatabase system = system();
        CatalogView known = lastRead;
        if (known != null
                && known.transactionId() == system.lastTransactionId()
                && system.status() == CurrentStatus.ONLINE) {
            return CompletableFuture.completedStage(known);
        }
        return pinSystem().thenApply(this::read);
    }

    /** The catalog as it was last looked at: for those who cannot wait and come after somebody who did. */
    CatalogView knownCatalog() {
        return lastRead;
    }

    private CatalogView read(PinnedVersion version) {
        try (version) {
            TreeMap<String, DatabaseEntry> byName = new TreeMap<>();
            catalog.databases(version).forEach(entry -> byName.put(entry.name(), entry));
            String defaultDatabase = version.transactionId() == 0 ? null : catalog.defaultDatabase(version);
            CatalogView view = new CatalogView(
                    version.transactionId(),
                    defaultDatabase,
                    byName,
                    catalog.aliases(version),
                    SecurityCatalog.databaseIdsByAnyName(catalog, version),
                    SecurityCatalog.read(version));
            lastRead = view;
            return view;
        }
    }

    /** What the catalog says of the database of that name or alias ({@code null}: the default database), or null. */
    CompletionStage<DatabaseEntry> entry(String nameOrNull) {
        return catalog().thenApply(view -> view.entry(nameOrNull));
    }

    /** The id of the server of that name, else of that id, as the catalog has it; null if it has none. */
    CompletionStage<String> serverId(String nameOrId) {
        return pinSystem().thenApply(version -> {
            try (version) {
                List<ServerEntry> servers = catalog.servers(version);
                return servers.stream()
                        .filter(server -> server.name().equals(nameOrId))
                        .findFirst()
                        .or(() -> servers.stream()
                                .filter(server -> server.serverId().equals(nameOrId))
                                .findFirst())
                        .map(ServerEntry::serverId)
                        .orElse(null);
            }
        });
    }

    /** The running database of that name. Fails with what a client understands if there is none. */
    CompletionStage<HostedDatabase> running(String nameOrNull) {
        return catalog().thenCompose(view -> {
            DatabaseEntry entry = view.entry(nameOrNull);
            if (entry == null) {
                throw view.missing(nameOrNull, QueryError.DATABASE_NOT_FOUND);
            }
            if (entry.name().equals(DatabaseHost.SYSTEM)) {
                return CompletableFuture.completedStage(host.system());
            }
            return comingUp(entry).thenApply(inTime -> online(entry));
        });
    }

    /** Whether a database that can be used is to have copies on other servers only. */
    boolean isElsewhere(DatabaseEntry entry) {
        return !entry.name().equals(DatabaseHost.SYSTEM)
                && entry.requestedStatus() == RequestedStatus.ONLINE
                && !entry.members().contains(host.serverId());
    }

    private CompletionStage<Boolean> comingUp(DatabaseEntry entry) {
        boolean comes = entry.requestedStatus() == RequestedStatus.ONLINE && entry.copyOn(host.serverId()) != null;
        return comes
                ? awaiting.until(() -> usable(host.byId(entry.databaseId())), COMING_UP_MILLIS)
                : CompletableFuture.completedStage(true);
    }

    private HostedDatabase online(DatabaseEntry entry) {
        HostedDatabase database = host.byId(entry.databaseId());
        if (database == null || database.status() != CurrentStatus.ONLINE) {
            String status = database != null
                    ? database.status().text()
                    : entry.requestedStatus() == RequestedStatus.ONLINE ? "not on this server" : "offline";
            throw QueryError.DATABASE_UNAVAILABLE.failure(
                    new DatabaseUnavailable(entry.name(), status, database == null ? "" : database.message())
                            .getMessage());
        }
        return database;
    }

    private static boolean usable(HostedDatabase database) {
        return database != null
                && (database.status() == CurrentStatus.ONLINE
                        || ((database.status() == CurrentStatus.OFFLINE || database.status() == CurrentStatus.INITIAL)
                                && !database.message().isEmpty())
                        || database.status() == CurrentStatus.DIRTY
                        || database.status() == CurrentStatus.QUARANTINED);
    }

    /** Waits until this server has what the bookmarks promise, of {@code system} and of the database given (or null). */
    CompletionStage<Void> awaitBookmarks(List<String> bookmarks, HostedDatabase database) {
        CompletionStage<Void> all = CompletableFuture.completedStage(null);
        for (String text : bookmarks) {
            Bookmark bookmark = Bookmark.parse(text);
            HostedDatabase system = system();
            HostedDatabase concerned = bookmark.databaseId().equals(system.databaseId())
                    ? system
                    : database != null && database.databaseId().equals(bookmark.databaseId()) ? database : null;
            if (concerned != null) {
                all = all.thenCompose(before -> await(concerned, bookmark.transactionId()));
            }
        }
        return all;
    }

    /** Waits until this server has the transaction. */
    CompletionStage<Void> await(HostedDatabase database, long transactionId) {
        return awaiting.within(
                bookmarkMillis,
                Stages.translated(database.awaitTransaction(transactionId), Databases::explained),
                () -> CompletableFuture.failedStage(QueryError.BOOKMARK_TIMEOUT.failure(
                        database.name(), transactionId, database.lastTransactionId())));
    }

    /** The failure that tells a driver to look for the leader elsewhere; or that the database is stopped meanwhile. */
    static RuntimeException notALeader(HostedDatabase database) {
        if (database.status() != CurrentStatus.ONLINE) {
            return QueryError.DATABASE_UNAVAILABLE.failure(
                    new DatabaseUnavailable(database.name(), database.status().text(), database.message())
                            .getMessage());
        }
        RaftStatus raft = database.raftStatus();
        String hint = raft == null || raft.leader() == null
                ? ""
                : "; " + raft.leader().serverId() + " does";
        return QueryError.NOT_A_LEADER.failure(database.name(), hint);
    }
}
