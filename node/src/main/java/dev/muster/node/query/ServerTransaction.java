package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.catalog.AdminCommand;
import dev.muster.cypher.ExecutionContext;
import dev.muster.cypher.ExecutionContext.Outside;
import dev.muster.cypher.Rows;
import dev.muster.cypher.Statement;
import dev.muster.cypher.engine.CommitChecks;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.store.PinnedVersion;
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
 * One client's transaction: reads a pinned version, collects changes, proposes them at the commit.
 *
 * <p><b>Lane.</b> Any thread, but one at a time, except {@link #terminate}; nothing blocks. Reading and changing happen on
 * the caller; commits and administration commands complete on lanes. Failures are {@link BoltFailure}s.
 */
public final class ServerTransaction {
    private final QueryContext context;
    private final QueryService.TransactionRequest request;
    private final HostedDatabase database;
    private final PinnedVersion begunWith;
    private volatile PinnedVersion version;
    private volatile GraphTransaction graph;
    private final long deadlineNanos;
    private final long timeoutMillis;
    private volatile long systemTransaction = -1;
    private volatile boolean over;
    private volatile BoltFailure terminated;

    ServerTransaction(
            QueryContext context,
            QueryService.TransactionRequest request,
            HostedDatabase database,
            PinnedVersion version,
            GraphTransaction graph) {
        this.context = context;
        this.request = request;
        this.database = database;
        this.begunWith = version;
        this.version = version;
        this.graph = graph;
        long wanted = request.timeoutMillis() > 0 ? request.timeoutMillis() : context.timeoutMillis();
        this.timeoutMillis = wanted;
        this.deadlineNanos = wanted > 0 ? context.clock().monotonicNanos() + wanted * 1_000_000L : 0;
    }

    /** The name of its database, with the home database resolved. */
    public String database() {
        return database.name();
    }

    /**
     * Runs a statement. A query is complete at once, its rows still to be pulled; an administration command when it is
     * recorded, or, with WAIT, when all servers have acted on it.
     */
    public CompletionStage<QueryService.Result> run(String query, Map<String, Object> parameters) {
        return run(query, parameters, Outside.NONE);
    }

    /** The same for a caller whose thread may be held up meanwhile, so that statements may reach beyond the transaction. */
    CompletionStage<QueryService.Result> run(String query, Map<String, Object> parameters, Outside outside) {
        return Transactions.understood(() -> {
            checkAlive();
            Statement statement = context.cypher().prepare(query);
            checkUse(statement);
            if (statement.kind() == Statement.Kind.ADMIN) {
                return runAdmin(statement, parameters);
            }
            checkMayWrite(statement);
            return CompletableFuture.completedStage(
                    result(statement, statement.run(executionContext(outside), parameters), Map.of()));
        });
    }

    private void checkUse(Statement statement) {
        String use = statement.use();
        if (use != null && !use.equalsIgnoreCase(database.name())) {
            throw QueryError.USE_IN_TRANSACTION.failure(use, database.name());
        }
    }

    private void checkMayWrite(Statement statement) {
        boolean writes = statement.kind() == Statement.Kind.WRITE
                || statement.kind() == Statement.Kind.READ_WRITE
                || statement.kind() == Statement.Kind.SCHEMA;
        if (!writes || !request.write() || statement.isExplained()) {
            return;
        }
        if (database.name().equals(DatabaseHost.SYSTEM)) {
            throw QueryError.SYSTEM_HOLDS_NO_DATA.failure();
        }
        RaftStatus raft = database.raftStatus();
        if (raft == null || raft.role() != Role.LEADER) {
            throw Databases.notALeader(database);
        }
    }

    private CompletionStage<QueryService.Result> runAdmin(Statement statement, Map<String, Object> parameters) {
        AdminCommand command = statement.admin(parameters);
        if (AdminCommands.isShow(command)) {
            return context.admin()
                    .show(command, statement.wantsAllColumns())
                    .thenApply(answer -> result(
                            statement,
                            statement.project(answer, executionContext(Outside.NONE), parameters),
                            Map.of()));
        }
        if (graph.hasChanges()) {
            throw QueryError.ADMIN_NOT_COMBINED.failure(command.verb());
        }
        return context.admin().execute(command).thenApply(outcome -> {
            systemTransaction = outcome.systemTransaction();
            return result(statement, outcome.rows(), outcome.statistics());
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
                context.procedures().of(database, version),
                this::checkAlive,
                outside);
    }

    /** What it reads and has changed so far. */
    GraphTransaction graph() {
        return graph;
    }

    /** Moves on to what has been committed meanwhile. It must have no changes. */
    CompletionStage<GraphTransaction> moveOn() {
        return context.databases().begin(database, context.commitMillis()).thenApply(beginning -> {
            closeVersionMovedOnTo();
            version = beginning.version();
            graph = GraphTransactions.over(version, beginning.ids());
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
        return new RowsResult(rows, () -> {
            Map<String, Object> statistics = extraStatistics.isEmpty() ? rows.statistics() : extraStatistics;
            return new QueryService.Summary(statement.kind().boltType(), statistics, database.name(), rows.plan());
        });
    }

    private void checkAlive() {
        BoltFailure reason = terminated;
        if (reason != null) {
            throw reason;
        }
        if (deadlineNanos != 0 && context.clock().monotonicNanos() - deadlineNanos > 0) {
            throw QueryError.TIMED_OUT.failure(timeoutMillis);
        }
    }

    /** Commits; completes with the bookmark. The transaction is over, whatever happens. */
    public CompletionStage<String> commit() {
        return Transactions.understood(() -> {
                    checkAlive();
                    return bookmark();
                })
                .whenComplete((bookmark, failure) -> end());
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
        return context.commit().transactionOf(database.propose(encoded), database, context.commitMillis());
    }

    /** Rolls back; harmless when already over. */
    public void rollback() {
        end();
    }

    /** Makes whatever is running or comes next on it fail soon with this failure. Any thread. */
    public void terminate(BoltFailure reason) {
        terminated = reason;
    }

    private void end() {
        if (!over) {
            over = true;
            begunWith.close();
            closeVersionMovedOnTo();
        }
    }

    /** A statement's rows as clients pull them. */
    private record RowsResult(Rows rows, Supplier<QueryService.Summary> summarise) implements QueryService.Result {
        @Override
        public List<String> fields() {
            return rows.columns();
        }

        @Override
        public List<Object> next() {
            return Transactions.understoodNow(rows::next);
        }

        @Override
        public QueryService.Summary summary() {
            return summarise.get();
        }

        @Override
        public void discard() {
            Transactions.understoodNow(() -> {
                while (rows.next() != null) {
                    // A writing statement must run to its end even when nobody wants its rows.
                }
                rows.close();
                return null;
            });
        }
    }
}
