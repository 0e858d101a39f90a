package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.cypher.ExecutionContext.Outside;
import dev.muster.cypher.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What one client's transaction consists of: a transaction on the database it was begun on, and one on each other that a
 * statement's {@code USE} names, begun when it is first named. Any may be read, only one may be written, so that one commit
 * decides.
 *
 * <p><b>Lane.</b> As {@link DatabaseTransaction}: any thread, but one at a time, except {@link #terminate}; nothing blocks.
 */
public final class UsedDatabases {
    private final Transactions transactions;
    private final TransactionRequest request;
    private final DatabaseTransaction own;
    private final Beginning beginning;
    /** By name; guarded by this. */
    private final Map<String, DatabaseTransaction> others = new LinkedHashMap<>();

    private BoltFailure terminated;
    private boolean over;
    private DatabaseTransaction writing;
    /** Where an administration command ran last, whose bookmark then counts. */
    private DatabaseTransaction administering;

    UsedDatabases(Transactions transactions, TransactionRequest request, DatabaseTransaction own, Beginning beginning) {
        this.transactions = transactions;
        this.request = request;
        this.own = own;
        this.beginning = beginning;
    }

    /** How a transaction on one more database is begun. */
    @FunctionalInterface
    interface Beginning {
        CompletionStage<? extends DatabaseTransaction> begin(TransactionRequest request);
    }

    /** A statement, and the transaction on the database that it is to run on. */
    record Prepared(DatabaseTransaction target, String query, Statement statement) {
        CompletionStage<QueryService.Result> run(Map<String, Object> parameters, DatabaseTransaction.Caller caller) {
            return target.run(query, statement, parameters, caller);
        }
    }

    /** Nobody whom a statement may hold up. */
    private static final DatabaseTransaction.Caller WAITS_FOR_NOTHING = new DatabaseTransaction.Caller() {
        @Override
        public Outside outside(ServerTransaction target) {
            return Outside.NONE;
        }

        @Override
        public <T> T result(CompletionStage<T> stage) {
            throw new IllegalStateException("whoever cannot wait begins transactions on this server only");
        }
    };

    /** The name of the database it was begun on. */
    String database() {
        return own.database();
    }

    /** The statement, once it can be run. */
    CompletionStage<Prepared> prepared(String query) {
        return Transactions.understood(() -> {
            Statement statement = transactions.prepare(query);
            return checkedWithin(statement)
                    .thenCompose(checked -> target(statement.use()))
                    .thenCompose(target -> target.prepared(statement)
                            .thenApply(ready -> decided(new Prepared(target, query, statement))));
        });
    }

    /** What only parts of a statement name must be where the others are. */
    private CompletionStage<Void> checkedWithin(Statement statement) {
        String within = statement.within();
        if (within == null || within.equalsIgnoreCase(own.database())) {
            return CompletableFuture.completedStage(null);
        }
        return transactions.nameOf(within).thenAccept(name -> {
            if (!name.equals(own.database())) {
                throw QueryError.SEVERAL_GRAPHS.failure(within);
            }
        });
    }

    private CompletionStage<DatabaseTransaction> target(String use) {
        if (use == null || use.equalsIgnoreCase(own.database())) {
            return CompletableFuture.completedStage(own);
        }
        return transactions.nameOf(use).thenCompose(this::transactionOn);
    }

    private CompletionStage<DatabaseTransaction> transactionOn(String name) {
        DatabaseTransaction known = name.equals(own.database()) ? own : known(name);
        return known != null
                ? CompletableFuture.completedStage(known)
                : beginning.begin(requestOn(name)).thenApply(begun -> taken(name, begun));
    }

    private synchronized DatabaseTransaction known(String name) {
        return others.get(name);
    }

    private TransactionRequest requestOn(String database) {
        return request.on(database, request.bookmarks());
    }

    private DatabaseTransaction taken(String name, DatabaseTransaction begun) {
        BoltFailure reason;
        synchronized (this) {
            if (over) { // ended by whoever did not want to wait
                begun.rollback();
            }
            others.put(name, begun);
            reason = terminated;
        }
        if (reason != null) {
            begun.terminate(reason);
        }
        return begun;
    }

    /** Remembers whose commit decides. */
    private Prepared decided(Prepared next) {
        if (next.statement.kind() == Statement.Kind.ADMIN) {
            administering = next.target;
        } else if (ServerTransaction.writes(next.statement)) {
            if (writing != null && writing != next.target) {
                throw QueryError.WRITES_ELSEWHERE.failure(next.target.database(), writing.database());
            }
            writing = next.target;
        }
        return next;
    }

    /** Runs a statement on the database that it is meant for. */
    public CompletionStage<QueryService.Result> run(String query, Map<String, Object> parameters) {
        return prepared(query).thenCompose(next -> next.run(parameters, WAITS_FOR_NOTHING));
    }

    /** Commits what was written, and lets go of all else; completes with the bookmark. */
    public CompletionStage<String> commit() {
        DatabaseTransaction deciding = writing != null ? writing : administering != null ? administering : own;
        all().stream().filter(transaction -> transaction != deciding).forEach(DatabaseTransaction::rollback);
        return deciding.commit();
    }

    /** Rolls back; harmless when already over. */
    public void rollback() {
        synchronized (this) {
            over = true;
        }
        all().forEach(DatabaseTransaction::rollback);
    }

    /** See {@link DatabaseTransaction#terminate}. Any thread. */
    public void terminate(BoltFailure reason) {
        synchronized (this) {
            terminated = reason;
        }
        all().forEach(transaction -> transaction.terminate(reason));
    }

    private synchronized List<DatabaseTransaction> all() {
        List<DatabaseTransaction> all = new ArrayList<>(others.values());
        all.add(own);
        return all;
    }
}
