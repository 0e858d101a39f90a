package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.Pending;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.Router;
import dev.muster.cypher.ExecutionContext.Outside;
import dev.muster.cypher.TransactionMemory;
import dev.muster.node.edge.Waiting;
import dev.muster.node.stages.Stages;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Transactions and routing as Bolt asks for them: on threads of its own that may block. Adds nothing but the waiting; once
 * closed nobody waits any more.
 */
public final class BoltQueries implements QueryService, Router, AutoCloseable {
    private final Transactions transactions;
    private final ClusterRouter router;
    private final ImportDirectory imports;
    private final Set<CompletableFuture<?>> awaited = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    BoltQueries(Transactions transactions, ClusterRouter router, ImportDirectory imports) {
        this.transactions = transactions;
        this.router = router;
        this.imports = imports;
    }

    @Override
    public Pending<Transaction> begin(TransactionRequest request) {
        return new Wait<>(
                transactions
                        .beginAnywhere(request)
                        .thenApply(begun -> new BoltTransaction(request, transactions.usingAnywhere(request, begun))),
                Transaction::rollback);
    }

    /** The same on this server only: for others that have no copy of a database and ask us. */
    public Pending<Transaction> beginHere(TransactionRequest request) {
        return new Wait<>(
                transactions
                        .begin(request)
                        .thenApply(begun -> new BoltTransaction(request, transactions.using(request, begun))),
                Transaction::rollback);
    }

    @Override
    public Pending<RoutingTable> route(
            String user,
            String impersonated,
            String database,
            List<String> bookmarks,
            Map<String, Object> routingContext) {
        return new Wait<>(router.route(user, impersonated, database, bookmarks), table -> {});
    }

    /** Those who still wait are told that the server is shutting down. */
    @Override
    public void close() {
        closed = true;
        awaited.forEach(BoltQueries::giveUp);
    }

    private static void giveUp(CompletableFuture<?> waiting) {
        waiting.completeExceptionally(shuttingDown());
    }

    private static BoltFailure shuttingDown() {
        return QueryError.TERMINATED.failure("the server is shutting down");
    }

    /** Holds the calling thread until the stage is complete or this is closed. */
    <T> T result(CompletionStage<T> stage) {
        return new Wait<T>(stage, late -> {}).await();
    }

    /** The wait for a stage, which ends also when somebody ends it, or when this is closed. */
    private final class Wait<T> implements Pending<T> {
        private final CompletableFuture<T> result = new CompletableFuture<>();

        /** {@code late} gets what comes when nobody waits any more. */
        Wait(CompletionStage<? extends T> stage, Consumer<T> late) {
            stage.whenComplete((value, failure) -> {
                if (failure != null) {
                    result.completeExceptionally(Stages.causeOf(failure));
                } else if (!result.complete(value)) {
                    late.accept(value);
                }
            });
        }

        @Override
        public T await() {
            awaited.add(result);
            try {
                if (closed) {
                    giveUp(result);
                }
                return Waiting.on(result);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw shuttingDown();
            } finally {
                awaited.remove(result);
            }
        }

        @Override
        public void terminate(BoltFailure reason) {
            result.completeExceptionally(reason);
        }
    }

    /** A transaction whose caller waits. */
    private final class BoltTransaction implements Transaction, DatabaseTransaction.Caller {
        private final TransactionRequest request;
        private final UsedDatabases databases;
        private final OpenImports files = new OpenImports(imports);
        /** What its statement waits for at the moment, if anything. */
        private volatile Pending<?> waiting;

        private volatile BoltFailure terminated;

        BoltTransaction(TransactionRequest request, UsedDatabases databases) {
            this.request = request;
            this.databases = databases;
        }

        @Override
        public Outside outside(ServerTransaction target) {
            return new Outside(
                    request.autoCommit()
                            ? new StatementBatches(transactions, request, target, BoltQueries.this::result)
                            : null,
                    files,
                    TransactionMemory.UNLIMITED); // the transaction puts its own there
        }

        @Override
        public String database() {
            return databases.database();
        }

        @Override
        public Result run(String query, Map<String, Object> parameters) {
            UsedDatabases.Prepared next = interruptibly(databases.prepared(query));
            return interruptibly(next.run(parameters, this));
        }

        /** As {@link #result}, but {@link #terminate} ends it too: nobody waits for a leader, or for servers to act, any longer. */
        private <T> T interruptibly(CompletionStage<T> stage) {
            Pending<T> wait = new Wait<>(stage, late -> {});
            waiting = wait;
            try {
                BoltFailure reason = terminated;
                if (reason != null) {
                    wait.terminate(reason);
                }
                return wait.await();
            } finally {
                waiting = null;
            }
        }

        /** Also while rows are pulled from another server. */
        @Override
        public <T> T result(CompletionStage<T> stage) {
            return interruptibly(stage);
        }

        @Override
        public String commit() {
            files.close();
            return BoltQueries.this.result(databases.commit());
        }

        @Override
        public void rollback() {
            files.close();
            databases.rollback();
        }

        @Override
        public void terminate(BoltFailure reason) {
            databases.terminate(reason);
            terminated = reason;
            Pending<?> wait = waiting;
            if (wait != null) {
                wait.terminate(reason);
            }
        }
    }
}
