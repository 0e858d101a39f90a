package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.CatalogNotice;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.ExecutionContext.Outside;
import dev.muster.cypher.Rows;
import dev.muster.cypher.Statement;
import dev.muster.cypher.engine.CommitChecks;
import dev.muster.node.access.Access;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Stages;
import dev.muster.runtime.Lane;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.change.GraphTransaction;
import dev.muster.store.change.GraphTransactions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * One client's transaction: reads a pinned version, collects changes, proposes them at the commit. When its time is over it
 * ends, whether its client says something or not; the client is told when it does.
 *
 * <p><b>Lane.</b> Any thread, but one at a time, except {@link #terminate}; nothing blocks. Reading and changing happen on
 * the caller; commits and administration commands complete on lanes. Failures are {@link BoltFailure}s.
 */
public final class ServerTransaction implements DatabaseTransaction {
    /** How long a committed write may take to arrive on the server that it was given to, until it is acknowledged anyway. */
    private static final long SEEN_MILLIS = 5_000;

    private final QueryContext context;
    private final QueryService.TransactionRequest request;
    private final Access access;
    private final HostedDatabase database;
    private final long deadlineNanos;
    private final long timeoutMillis;
    private final MemoryPool.Share memory;
    private volatile PinnedVersion begunWith;
    private volatile PinnedVersion version;
    private volatile GraphTransaction graph;
    /** A leader's ids for what it creates, if that leads elsewhere: then it has been made ready to write. */
    private volatile Store.IdSource granted;
    /** Whether a statement has read something, so that its version must stay the same. */
    private volatile boolean used;

    private volatile long systemTransaction = -1;
    private volatile boolean over;
    private volatile BoltFailure terminated;

    /** How many calls use it at the moment, and whether its time is over; guarded by this. */
    private int users;

    private boolean expired;
    private final Lane.Timer expiry;

    private final long number;
    private final OpenTransactions.Moment begun;
    private volatile OpenTransactions.Query current;
    private volatile boolean committing;

    /** {@code granted} are a leader's ids for what it creates, or null if this server's own are to be used. */
    ServerTransaction(
            QueryContext context,
            QueryService.TransactionRequest request,
            Access access,
            HostedDatabase database,
            HostedDatabase.Beginning beginning,
            Store.IdSource granted) {
        this.context = context;
        this.request = request;
        this.access = access;
        this.database = database;
        this.granted = granted;
        this.memory = context.memory().open();
        this.begunWith = beginning.version();
        this.version = begunWith;
        this.graph = graphOver(beginning);
        long wanted = request.timeoutMillis() > 0 ? request.timeoutMillis() : context.timeoutMillis();
        this.timeoutMillis = wanted;
        this.deadlineNanos = wanted > 0 ? context.clock().monotonicNanos() + wanted * 1_000_000L : 0;
        this.expiry = wanted > 0 ? context.awaiting().later(wanted, this::expire) : null;
        this.begun = context.open().now();
        this.number = context.open().nextNumber();
        context.open().opened(number, this);
    }

    /** As clients name it to end it. */
    String id() {
        return database.name() + "-transaction-" + number;
    }

    /** Whose it is; null without authentication. */
    String user() {
        return access.asker();
    }

    String shownUser() {
        return user() == null ? "" : user();
    }

    /** What is told of it, by the columns of SHOW TRANSACTIONS. */
    Map<String, Object> shown(OpenTransactions.Moment now) {
        Map<String, Object> columns = ShownTransaction.columns(request, begun, current, now);
        columns.put("database", database.name());
        columns.put("transactionId", id());
        columns.put("username", shownUser());
        BoltFailure reason = terminated;
        columns.put(
                "status",
                reason != null ? "Terminated with reason: " + reason.code() : committing ? "Closing" : "Running");
        return columns;
    }

    /** The name of its database, with the home database resolved. */
    @Override
    public String database() {
        return database.name();
    }

    /**
     * Runs a statement. A query is complete at once, its rows still to be pulled; an administration command when it is
     * recorded, or, with WAIT, when all servers have acted on it. If there was something to wait for, the statement begins
     * to run on a lane; {@link #prepared} leaves that to the caller.
     */
    public CompletionStage<QueryService.Result> run(String query, Map<String, Object> parameters) {
        return Transactions.understood(() -> {
            Statement statement = context.cypher().prepare(query);
            checkUse(statement);
            return prepared(statement).thenCompose(ready -> run(query, ready, parameters, Outside.NONE));
        });
    }

    /**
     * The statement, which is for this database whatever its USE calls it, once it can be run here: one that writes needs the
     * leader, here or elsewhere.
     */
    @Override
    public CompletionStage<Statement> prepared(Statement statement) {
        return Transactions.understood(() -> using(() -> readyFor(statement).thenApply(ready -> statement)));
    }

    @Override
    public CompletionStage<QueryService.Result> run(
            String query, Statement statement, Map<String, Object> parameters, Caller caller) {
        return run(query, statement, parameters, caller.outside(this));
    }

    /** Runs a {@link #prepared} statement, on the caller's thread; {@code outside} is for one that may be held up. */
    private CompletionStage<QueryService.Result> run(
            String query, Statement statement, Map<String, Object> parameters, Outside outside) {
        boolean administers = statement.kind() == Statement.Kind.ADMIN;
        current = context.open().query(administers ? statement.auditText() : query);
        return run(statement, parameters, outside).whenComplete((result, failure) -> {
            if (failure != null) {
                queryEnded();
            }
        });
    }

    private CompletionStage<QueryService.Result> run(
            Statement statement, Map<String, Object> parameters, Outside outside) {
        return Transactions.understood(() -> using(() -> {
            if (statement.kind() == Statement.Kind.ADMIN) {
                return runAdmin(statement, parameters);
            }
            access.schema(statement.needs(), database.name(), database.databaseId());
            used = true;
            return CompletableFuture.completedStage(
                    result(statement, statement.run(executionContext(outside), parameters), Map.of()));
        }));
    }

    /** Does something that the end of its time must not disturb, unless that has come. */
    private <T> CompletionStage<T> using(Supplier<CompletionStage<T>> work) {
        enter();
        return Stages.of(work).whenComplete((result, failure) -> leave());
    }

    synchronized void enter() {
        checkAlive();
        users++;
    }

    void leave() {
        boolean last;
        synchronized (this) {
            users--;
            last = users == 0 && expired;
        }
        if (last) {
            end();
        }
    }

    /** No query of it runs any longer. */
    void queryEnded() {
        current = null;
    }

    /** Its time is over: whatever runs fails at its next step, and what is idle lets go of all it holds. */
    private void expire() {
        endFor(timedOut());
    }

    private void endFor(BoltFailure reason) {
        synchronized (this) {
            if (over) {
                return;
            }
            terminated = reason;
            expired = true;
            if (users > 0) {
                return;
            }
        }
        end();
    }

    /** Ends it as if its time were over, for another reason; false, and nothing is done, if it commits already. Any thread. */
    boolean end(BoltFailure reason) {
        synchronized (this) {
            if (committing) {
                return false;
            }
            terminated = reason;
        }
        endFor(reason);
        return true;
    }

    private BoltFailure timedOut() {
        QueryError error = request.timeoutMillis() > 0 ? QueryError.TIMED_OUT_BY_CLIENT : QueryError.TIMED_OUT;
        return error.failure(timeoutMillis);
    }

    private void checkUse(Statement statement) {
        String use = statement.use();
        if (use != null && !use.equalsIgnoreCase(database.name())) {
            throw QueryError.USE_IN_TRANSACTION.failure(use, database.name());
        }
        String within = statement.within();
        if (within != null && !within.equalsIgnoreCase(database.name())) {
            throw QueryError.SEVERAL_GRAPHS.failure(within);
        }
    }

    /** Whether a statement that runs in a transaction changes something. */
    static boolean writes(Statement statement) {
        boolean writes = statement.kind() == Statement.Kind.WRITE
                || statement.kind() == Statement.Kind.READ_WRITE
                || statement.kind() == Statement.Kind.SCHEMA;
        return writes && !statement.isExplained();
    }

    private CompletionStage<Void> readyFor(Statement statement) {
        if (!writes(statement) || !request.write()) {
            return CompletableFuture.completedStage(null);
        } else if (database.name().equals(DatabaseHost.SYSTEM)) {
            throw QueryError.SYSTEM_HOLDS_NO_DATA.failure();
        } else if (database.isReadOnly()) {
            throw QueryError.READ_ONLY.failure();
        } else if (granted != null || Leaders.isHere(database)) {
            return CompletableFuture.completedStage(null);
        } else if (graph.hasChanges()) { // made while this server led
            return CompletableFuture.failedStage(Databases.notALeader(database));
        }
        return context.leaders().readyToWrite(database).thenCompose(this::writeWith);
    }

    /** Goes on with a leader's ids (null: this server leads by now), and, if nothing was read yet, with what that leader has. */
    private CompletionStage<Void> writeWith(Store.IdSource ids) {
        granted = ids;
        if (used) {
            graph = ids == null ? graph : guarded(GraphTransactions.over(version, ids));
            return CompletableFuture.completedStage(null);
        }
        return context.databases().begin(database, context.commitMillis()).thenAccept(this::beginAnew);
    }

    private void beginAnew(HostedDatabase.Beginning beginning) {
        begunWith.close();
        begunWith = beginning.version();
        version = begunWith;
        graph = graphOver(beginning);
        if (over) { // ended by whoever did not want to wait
            begunWith.close();
        }
    }

    private GraphTransaction graphOver(HostedDatabase.Beginning beginning) {
        return guarded(GraphTransactions.over(beginning.version(), granted == null ? beginning.ids() : granted));
    }

    private GraphTransaction guarded(GraphTransaction unguarded) {
        return access.guarded(unguarded, database.name(), database.databaseId());
    }

    private CompletionStage<QueryService.Result> runAdmin(Statement statement, Map<String, Object> parameters) {
        AdminCommand command = statement.admin(parameters);
        boolean shows = AdminCommands.isShow(command);
        CompletionStage<QueryService.Result> result = Stages.of(() -> runAdmin(statement, command, shows, parameters));
        return result.whenComplete((done, failure) -> {
            if (failure != null) {
                context.log()
                        .refusedCommand(
                                access.user(),
                                statement.auditText(),
                                Stages.causeOf(failure).getMessage());
            } else if (!shows) {
                context.log().command(access.user(), statement.auditText());
            }
        });
    }

    private CompletionStage<QueryService.Result> runAdmin(
            Statement statement, AdminCommand command, boolean shows, Map<String, Object> parameters) {
        access.command(command);
        if (shows) {
            return context.admin()
                    .show(command, statement.wantsAllColumns(), access)
                    .thenApply(answer -> result(
                            statement,
                            statement.project(answer, executionContext(Outside.NONE), parameters),
                            Map.of()));
        }
        if (graph.hasChanges()) {
            throw QueryError.ADMIN_NOT_COMBINED.failure(command.verb());
        }
        if (command instanceof AdminCommand.OnServer own) {
            return context.own()
                    .execute(own, access.user(), database)
                    .thenApply(answer -> result(
                            statement,
                            statement.project(answer, executionContext(Outside.NONE), parameters),
                            Map.of()));
        }
        AdminCommand prepared = context.passwords().prepared(command, access.security(), access.user());
        return context.admin().execute(prepared, access.user()).thenApply(outcome -> {
            systemTransaction = outcome.systemTransaction();
            Rows shaped = statement.project(outcome.rows(), executionContext(Outside.NONE), parameters);
            return result(statement, shaped, outcome.statistics(), outcome.told());
        });
    }

    private ExecutionContext executionContext(Outside outside) {
        return new ExecutionContext(
                graph,
                database.name(),
                database.databaseId(),
                request.write(),
                context.clock().wallMillis(),
                context.random(),
                access.guarded(context.procedures()
                        .of(
                                database,
                                version,
                                new SeenServer(
                                        context.open(), context.procedures().config(), access))),
                this::checkAlive,
                outside.with(memory));
    }

    /** What it reads and has changed so far; from now on it counts as used until it is committed or rolled back. */
    GraphTransaction held() {
        enter();
        return graph;
    }

    /** Moves on to what has been committed meanwhile. It must have no changes. */
    CompletionStage<GraphTransaction> moveOn() {
        return context.databases().begin(database, context.commitMillis()).thenApply(beginning -> {
            closeVersionMovedOnTo();
            version = beginning.version();
            graph = graphOver(beginning);
            if (over) {
                closeVersionMovedOnTo();
            }
            return graph;
        });
    }

    private void closeVersionMovedOnTo() {
        if (version != begunWith) {
            version.close();
        }
    }

    private QueryService.Result result(Statement statement, Rows rows, Map<String, Object> extraStatistics) {
        return result(statement, rows, extraStatistics, List.of());
    }

    private QueryService.Result result(
            Statement statement, Rows rows, Map<String, Object> extraStatistics, List<CatalogNotice.Told> told) {
        return new PulledResult(this, rows, () -> {
            Map<String, Object> statistics = extraStatistics.isEmpty() ? rows.statistics() : extraStatistics;
            return new QueryService.Summary(
                    statement.kind().boltType(),
                    statistics,
                    database.name(),
                    rows.plan(),
                    ForClients.notifications(rows.notifications(), told));
        });
    }

    private void checkAlive() {
        BoltFailure reason = terminated;
        if (reason != null) {
            throw reason;
        }
        if (deadlineNanos != 0 && context.clock().monotonicNanos() - deadlineNanos > 0) {
            throw timedOut();
        }
    }

    /** Commits; completes with the bookmark. The transaction is over, whatever happens. */
    @Override
    public CompletionStage<String> commit() {
        return Transactions.understood(() -> using(this::beginCommit)).whenComplete((bookmark, failure) -> end());
    }

    private CompletionStage<String> beginCommit() {
        synchronized (this) {
            checkAlive();
            committing = true;
        }
        return bookmark();
    }

    private CompletionStage<String> bookmark() {
        if (systemTransaction >= 0) {
            return CompletableFuture.completedStage(bookmark(context.databases().system(), systemTransaction));
        }
        return graph.hasChanges()
                ? propose().thenApply(transaction -> bookmark(database, transaction))
                : CompletableFuture.completedStage(bookmark(database, version.transactionId()));
    }

    private static String bookmark(HostedDatabase database, long transaction) {
        return new Bookmark(database.databaseId(), transaction).toString();
    }

    private CompletionStage<Long> propose() {
        CommitChecks.check(graph);
        ChangeSet changes =
                graph.toChangeSet(context.random().nextUuid(), context.clock().wallMillis(), request.metadata());
        byte[] encoded = ChangeSetCodec.encode(changes);
        if (encoded.length > context.changeSetBytesMax()) {
            throw QueryError.TOO_LARGE.failure(encoded.length, context.changeSetBytesMax());
        }
        return context.leaders()
                .commit(database, encoded, context.commitMillis())
                .thenCompose(transaction ->
                        granted == null ? CompletableFuture.completedStage(transaction) : seenHere(transaction));
    }

    /** Lets a client that stays with this server see its write; that it was committed is true even if that takes too long. */
    private CompletionStage<Long> seenHere(long transaction) {
        CompletionStage<Long> seen = database.awaitTransaction(transaction).handle((applied, failure) -> transaction);
        return context.awaiting().within(SEEN_MILLIS, seen, () -> CompletableFuture.completedStage(transaction));
    }

    /** Rolls back; harmless when already over. */
    @Override
    public void rollback() {
        end();
    }

    /** Makes whatever is running or comes next on it fail soon with this failure. Any thread. */
    @Override
    public void terminate(BoltFailure reason) {
        terminated = reason;
    }

    private void end() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        if (expiry != null) {
            expiry.cancel();
        }
        context.open().ended(number);
        memory.close();
        begunWith.close();
        closeVersionMovedOnTo();
    }
}
