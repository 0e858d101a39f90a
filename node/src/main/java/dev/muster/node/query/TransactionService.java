package dev.muster.node.query;

import dev.muster.bolt.QueryService;
import dev.muster.node.hosting.DatabaseUnavailable;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftException;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.store.PinnedVersion;
import dev.muster.store.change.GraphTransactions;
import java.util.concurrent.TimeoutException;

/** Begins transactions on the databases of this server. */
public final class TransactionService implements QueryService {
    private final QueryContext context;

    TransactionService(QueryContext context) {
        this.context = context;
    }

    @Override
    public Transaction begin(TransactionRequest request) {
        return ServerTransaction.understood(() -> {
            Databases databases = context.databases();
            databases.awaitBookmarks(request.bookmarks(), null);
            HostedDatabase database = databases.running(request.database());
            databases.awaitBookmarks(request.bookmarks(), database);
            confirmLeadership(request, database);
            return open(request, database);
        });
    }

    /**
     * A transaction that may write reads what was acknowledged before it: the leader asks a majority whether it still
     * leads. Elsewhere it may still read, and is refused at its first write.
     */
    private void confirmLeadership(TransactionRequest request, HostedDatabase database) {
        RaftStatus raft = database.raftStatus();
        if (!request.write() || raft == null || raft.role() != Role.LEADER) {
            return;
        }
        try {
            Awaiting.of(database.barrier(), context.commitMillis());
        } catch (TimeoutException e) {
            throw QueryError.NOT_REPLICATED.failure("no majority of '" + database.name() + "' answers");
        } catch (RaftException.NotLeader e) {
            throw Databases.notALeader(database);
        } catch (RaftException e) {
            throw QueryError.NOT_REPLICATED.failure(e.getMessage());
        } catch (DatabaseUnavailable e) {
            throw QueryError.DATABASE_UNAVAILABLE.failure(e.getMessage());
        }
    }

    private Transaction open(TransactionRequest request, HostedDatabase database) {
        PinnedVersion version = context.databases().pin(database);
        try {
            var ids = Awaiting.of(database.ids(), context.commitMillis());
            return new ServerTransaction(context, request, database, version, GraphTransactions.over(version, ids));
        } catch (TimeoutException | RuntimeException e) {
            version.close();
            throw QueryError.DATABASE_UNAVAILABLE.failure(e.getMessage());
        }
    }
}
