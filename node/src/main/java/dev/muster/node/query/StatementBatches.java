package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.cypher.CypherException;
import dev.muster.cypher.ExecutionContext;
import dev.muster.store.change.GraphTransaction;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** The transactions of {@code CALL … IN TRANSACTIONS}. Holds up the calling thread, as all that Bolt asks for does. */
final class StatementBatches implements ExecutionContext.Batches {
    /** After these there is no sense in trying another one: it would fail as well, or nobody wants it any more. */
    private static final Set<QueryError> ENDING = Set.of(
            QueryError.NOT_A_LEADER,
            QueryError.DATABASE_UNAVAILABLE,
            QueryError.NOT_REPLICATED,
            QueryError.OUTCOME_UNKNOWN,
            QueryError.TERMINATED,
            QueryError.TIMED_OUT,
            QueryError.TIMED_OUT_BY_CLIENT);

    private final Transactions transactions;
    private final TransactionRequest request;
    private final ServerTransaction statement;
    private final Waiter waiter;

    /** Waits for a stage. */
    interface Waiter {
        <T> T result(CompletionStage<T> stage);
    }

    /** {@code request}: what the statement's own transaction was begun with. */
    StatementBatches(
            Transactions transactions, TransactionRequest request, ServerTransaction statement, Waiter waiter) {
        this.transactions = transactions;
        this.request = request;
        this.statement = statement;
        this.waiter = waiter;
    }

    @Override
    public ExecutionContext.Batch begin() {
        TransactionRequest part = new TransactionRequest(
                request.user(),
                statement.database(),
                request.write(),
                List.of(),
                request.timeoutMillis(),
                request.metadata(),
                false,
                true, // it writes: if another server leads, it needs that one's ids from the beginning
                request.impersonated(),
                request.client());
        return new Part(waiter.result(transactions.begin(part)));
    }

    @Override
    public GraphTransaction movedOn() {
        return waiter.result(statement.moveOn());
    }

    private final class Part implements ExecutionContext.Batch {
        private final ServerTransaction part;

        Part(ServerTransaction part) {
            this.part = part;
        }

        @Override
        public GraphTransaction transaction() {
            return part.held();
        }

        @Override
        public String name() {
            return part.id();
        }

        @Override
        public void commit() {
            try {
                waiter.result(part.commit());
            } catch (BoltFailure failure) {
                if (ENDING.stream().anyMatch(error -> error.code().equals(failure.code()))) {
                    throw failure;
                }
                throw new CypherException(failure.code(), failure.getMessage());
            }
        }

        @Override
        public void rollback() {
            part.rollback();
        }
    }
}
