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
 * <p><b>Lane.</b> As {@link ServerTransaction}: any thread, but one at a time, except {@link #terminate}; nothing blocks.
 */
public final class UsedDatabases {
    private final Transactions transactions;
    private final TransactionRequest request;
    private final ServerTransaction own;
    /** By name; guarded by this. */
    private final Map<String, ServerTransaction> others = new LinkedHashMap<>();

    private BoltFailure terminated;
    private boolean over;
    private ServerTransaction writing;
    /** Where an administration command ran last, whose bookmark then counts. */
    private ServerTransaction administering;

    UsedDatabases(Transactions transactions, TransactionRequest request, ServerTransaction own) {
        this.transactions = transactions;
        this.request = request;
        this.own = own;
    }

    /** A statement, and the transaction on the database that it is to run on. */
    record Prepared(ServerTransaction target, Statement statement) {}

    /** The statement, once it can be run. */
    CompletionStage<Prepared> prepared(String query) {
        return Transactions.understood(() -> {
            Statement statement = transactions.prepare(query);
            return target(statement.use())
                    .thenCompose(target ->
                            target.prepared(statement).thenApply(ready -> decided(new Prepared(target, statement))));
        });
    }

    private CompletionStage<ServerTransaction> target(String use) {
        if (use == null || use.equalsIgnoreCase(own.database())) {
            return CompletableFuture.completedStage(own);
        }
        return transactions.nameOf(use).thenCompose(this::transactionOn);
    }

    private CompletionStage<ServerTransaction> transactionOn(String name) {
        ServerTransaction known = name.equals(own.database()) ? own : known(name);
        return known != null
                ? CompletableFuture.completedStage(known)
                : transactions.begin(requestOn(name)).thenApply(begun -> taken(name, begun));
    }

    private synchronized ServerTransaction known(String name) {
        return others.get(name);
    }

    private TransactionRequest requestOn(String database) {
        return new TransactionRequest(
                request.user(),
                database,
                request.write(),
                request.bookmarks(),
                request.timeoutMillis(),
                request.metadata(),
                request.autoCommit(),
                request.routed(),
                request.impersonated());
    }

    private ServerTransaction taken(String name, ServerTransaction begun) {
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
        return prepared(query).thenCompose(next -> next.target.run(next.statement, parameters, Outside.NONE));
    }

    /** Commits what was written, and lets go of all else; completes with the bookmark. */
    public CompletionStage<String> commit() {
        ServerTransaction deciding = writing != null ? writing : administering != null ? administering : own;
        all().stream().filter(transaction -> transaction != deciding).forEach(ServerTransaction::rollback);
        return deciding.commit();
    }

    /** Rolls back; harmless when already over. */
    public void rollback() {
        synchronized (this) {
            over = true;
        }
        all().forEach(ServerTransaction::rollback);
    }

    /** See {@link ServerTransaction#terminate}. Any thread. */
    public void terminate(BoltFailure reason) {
        synchronized (this) {
            terminated = reason;
        }
        all().forEach(transaction -> transaction.terminate(reason));
    }

    private synchronized List<ServerTransaction> all() {
        List<ServerTransaction> all = new ArrayList<>(others.values());
        all.add(own);
        return all;
    }
}
