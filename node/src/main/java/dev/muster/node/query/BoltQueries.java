package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.Router;
import dev.muster.cypher.ExecutionContext.Outside;
import dev.muster.cypher.Statement;
import dev.muster.cypher.TransactionMemory;
import dev.muster.node.edge.Waiting;
import dev.muster.node.stages.Stages;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

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
    public Transaction begin(TransactionRequest request) {
        return new BoltTransaction(request, result(transactions.begin(request)));
    }

    @Override
    public RoutingTable route(
            String user, String database, List<String> bookmarks, Map<String, Object> routingContext) {
        return result(router.route(database, bookmarks));
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
        CompletableFuture<T> result =
                Stages.translated(stage, failure -> failure).toCompletableFuture();
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

    /** A transaction whose caller waits. */
    private final class BoltTransaction implements Transaction {
        private final ServerTransaction transaction;
        private final OpenImports files = new OpenImports(imports);
        private final Outside outside;

        BoltTransaction(TransactionRequest request, ServerTransaction transaction) {
            this.transaction = transaction;
            this.outside = new Outside(
                    request.autoCommit()
                            ? new StatementBatches(transactions, request, transaction, BoltQueries.this::result)
                            : null,
                    files,
                    TransactionMemory.UNLIMITED); // the transaction puts its own there
        }

        @Override
        public String database() {
            return transaction.database();
        }

        @Override
        public Result run(String query, Map<String, Object> parameters) {
            Statement statement = result(transaction.prepared(query));
            return result(transaction.run(statement, parameters, outside));
        }

        @Override
        public String commit() {
            files.close();
            return result(transaction.commit());
        }

        @Override
        public void rollback() {
            files.close();
            transaction.rollback();
        }

        @Override
        public void terminate(BoltFailure reason) {
            transaction.terminate(reason);
        }
    }
}
