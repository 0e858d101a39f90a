package dev.muster.node.query;

import dev.muster.catalog.ServerReport;
import dev.muster.store.Applied;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The other servers of the cluster, as far as transactions need them. Any thread. */
public interface Members {
    /** The id of this server. */
    String self();

    /** What every server last said of itself, this one included, by server id. */
    List<ServerReport> reports();

    /**
     * Has the change set proposed by the leader named. Completes as {@link dev.muster.raft.RaftGroup#propose} does there,
     * failures included; a lost connection is {@link dev.muster.raft.RaftException.OutcomeUnknown}.
     */
    CompletionStage<Applied> propose(String serverId, UUID databaseId, byte[] changeSet);

    /**
     * Asks the leader named for the last transaction of the database that was acknowledged before, once a majority has
     * confirmed that it leads. Fails as {@link #propose} does.
     */
    CompletionStage<Long> barrier(String serverId, UUID databaseId);

    /**
     * Asks all servers that answer in time which of them have a store of that name lying ready that no database uses:
     * server id to last transaction id.
     */
    CompletionStage<Map<String, Long>> findStores(String databaseName);
}
