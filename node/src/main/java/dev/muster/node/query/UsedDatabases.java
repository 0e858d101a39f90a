package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.cypher.ExecutionContext.Outside;
import dev.muster.cypher.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

    /** The transaction on the database that the statement is to run on. */
    public CompletionStage<ServerTransaction> target(String query) {
        return Transactions.understood(() -> {
            String use = transactions.used(query);
            if (use == null || use.equalsIgnoreCase(own.database())) {
                return CompletableFuture.completedStage(own);
            }
            String name = use.toLowerCase(Locale.ROOT);
            ServerTransaction known = known(name);
            return known != null
                    ? CompletableFuture.completedStage(known)
                    : transactions.begin(requestOn(name)).thenApply(begun -> taken(name, begun));
        });
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
                request.routed());
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

    /** The statement, once it can be run in its {@link #target}. */
    CompletionStage<Statement> prepared(ServerTransaction target, String query) {
        return target.prepared(query).thenApply(statement -> {
            if (statement.kind() == Statement.Kind.ADMIN) {
                administering = target;
            } else if (ServerTransaction.writes(statement)) {
                if (writing != null && writing != target) {
                    throw QueryError.WRITES_ELSEWHERE.failure(target.database(), writing.database());
                }
                writing = target;
            }
            return statement;
        });
    }

    /** Runs a statement on the database that it is meant for. */
    public CompletionStage<QueryService.Result> run(String query, Map<String, Object> parameters) {
        return target(query)
                .thenCompose(target -> prepared(target, query)
                        .thenCompose(statement -> target.run(statement, parameters, Outside.NONE)));
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
