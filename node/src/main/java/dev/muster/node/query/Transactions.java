package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.catalog.CatalogException;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.Statement;
import dev.muster.node.access.Access;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.DatabaseUnavailable;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftException;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Begins transactions on the databases of this server: what every client comes to, over Bolt or in this process.
 *
 * <p><b>Lane.</b> Any thread may call; nothing blocks. Stages complete on lanes, so what is hung on them must be short, or
 * move elsewhere. All failures are {@link BoltFailure}s, unless something is defective.
 */
public final class Transactions {
    private final QueryContext context;
    private final FreshCatalog catalog;
    /** The way to other servers; null if this one does only what it can do itself. */
    private final Detours detours;

    Transactions(QueryContext context, FreshCatalog catalog, Detours detours) {
        this.context = context;
        this.catalog = catalog;
        this.detours = detours;
    }

    /** How many have begun and not ended. */
    public long openCount() {
        return context.memory().transactions();
    }

    /** The statement, read and checked. */
    Statement prepare(String query) {
        return context.cypher().prepare(query);
    }

    /** The name of the database that a name or alias stands for; in lower case, if there is none. */
    CompletionStage<String> nameOf(String nameOrAlias) {
        return context.databases()
                .entry(nameOrAlias)
                .thenApply(entry -> entry == null ? nameOrAlias.toLowerCase(Locale.ROOT) : entry.name());
    }

    /** All databases of this server that a client may use in a transaction that it has begun. */
    public UsedDatabases using(TransactionRequest request, ServerTransaction begun) {
        return new UsedDatabases(this, request, begun, this::begin);
    }

    /** The same for databases of any server, for a caller that can be held up. */
    UsedDatabases usingAnywhere(TransactionRequest request, DatabaseTransaction begun) {
        return new UsedDatabases(this, request, begun, this::beginAnywhere);
    }

    /** Opens a transaction once this server has what the bookmarks promise and the database can be used. */
    public CompletionStage<ServerTransaction> begin(TransactionRequest request) {
        return understood(() -> context.databases()
                .awaitBookmarks(request.bookmarks(), null)
                .thenCompose(done -> catalogFor(request))
                .thenCompose(view -> begin(request, view)));
    }

    /** The same on whichever server has the database. */
    CompletionStage<DatabaseTransaction> beginAnywhere(TransactionRequest request) {
        return understood(() -> context.databases()
                .awaitBookmarks(request.bookmarks(), null)
                .thenCompose(done -> beginAnywhere(request, detours == null ? 0 : detours.giveUpAtNanos())));
    }

    private CompletionStage<DatabaseTransaction> beginAnywhere(TransactionRequest request, long giveUpAtNanos) {
        return catalogFor(request).thenCompose(view -> {
            Access access = view.access(request.user(), request.impersonated());
            DatabaseEntry wanted = view.entry(nameIn(request, access));
            if (wanted == null || detours == null || !context.databases().isElsewhere(wanted)) {
                return begin(request, view).thenApply(begun -> begun);
            }
            access.enter(wanted);
            return detours.begin(
                    request.on(wanted.name(), bookmarksWith(request, view)),
                    wanted,
                    giveUpAtNanos,
                    () -> beginAnywhere(request, giveUpAtNanos));
        });
    }

    private CompletionStage<CatalogView> catalogFor(TransactionRequest request) {
        return catalog.lookingFor(
                view -> view.entry(nameIn(request, view.access(request.user(), request.impersonated()))));
    }

    /** Who acts on what this server's catalog says must know as much. */
    private List<String> bookmarksWith(TransactionRequest request, CatalogView view) {
        List<String> bookmarks = new ArrayList<>(request.bookmarks());
        bookmarks.add(new Bookmark(context.databases().system().databaseId(), view.transactionId()).toString());
        return bookmarks;
    }

    private static String nameIn(TransactionRequest request, Access access) {
        return isGiven(request.database()) ? request.database() : access.home();
    }

    private CompletionStage<ServerTransaction> begin(TransactionRequest request, CatalogView view) {
        Access access = view.access(request.user(), request.impersonated());
        String name = nameIn(request, access);
        DatabaseEntry wanted = view.entry(name);
        if (wanted != null) {
            access.enter(wanted);
        }
        Databases databases = context.databases();
        return databases
                .running(name)
                .thenCompose(database -> databases
                        .awaitBookmarks(request.bookmarks(), database)
                        .thenCompose(done -> confirmLeadership(request, database))
                        .thenCompose(ids -> open(request, access, database, ids)));
    }

    private static boolean isGiven(String name) {
        return name != null && !name.isEmpty();
    }

    /**
     * A transaction that may write reads what was acknowledged before it: the leader asks a majority whether it still
     * leads. Elsewhere a client that asked for routing waits until the leader has said so, and gets its ids here; or is sent
     * on to the leader, without server-side routing. One that chose this very server may read here as it is, and comes to
     * that with its first write ({@link ServerTransaction#run}).
     *
     * @return the ids for what the transaction creates, or null for this server's own
     */
    private CompletionStage<Store.IdSource> confirmLeadership(TransactionRequest request, HostedDatabase database) {
        RaftStatus raft = database.raftStatus();
        if (!request.write() || raft == null) {
            return CompletableFuture.completedStage(null);
        }
        if (raft.role() != Role.LEADER) {
            return request.routed() && !database.name().equals(DatabaseHost.SYSTEM)
                    ? context.leaders().readyToWrite(database)
                    : CompletableFuture.completedStage(null);
        }
        return context.awaiting()
                .within(
                        context.commitMillis(),
                        Stages.translated(database.barrier(), failure -> notConfirmed(failure, database)),
                        () -> CompletableFuture.failedStage(
                                QueryError.NOT_REPLICATED.failure("no majority of '" + database.name() + "' answers")))
                .thenApply(index -> null);
    }

    private static Throwable notConfirmed(Throwable failure, HostedDatabase database) {
        if (failure instanceof RaftException.NotLeader) {
            return Databases.notALeader(database);
        } else if (failure instanceof RaftException) {
            return QueryError.NOT_REPLICATED.failure(failure.getMessage());
        } else if (failure instanceof DatabaseUnavailable) {
            return QueryError.DATABASE_UNAVAILABLE.failure(failure.getMessage());
        }
        return failure;
    }

    private CompletionStage<ServerTransaction> open(
            TransactionRequest request, Access access, HostedDatabase database, Store.IdSource granted) {
        return context.databases()
                .begin(database, context.commitMillis())
                .thenApply(beginning -> new ServerTransaction(context, request, access, database, beginning, granted));
    }

    /** Lets only failures through that a client can understand. */
    static <T> CompletionStage<T> understood(Supplier<CompletionStage<T>> work) {
        return Stages.translated(Stages.of(work), ForClients::failure);
    }

    /** The same for work that waits for nothing. */
    static <T> T understoodNow(Supplier<T> work) {
        try {
            return work.get();
        } catch (CypherException | CatalogException e) {
            throw (BoltFailure) ForClients.failure(e);
        }
    }
}
