package dev.muster.node.query;

import dev.muster.catalog.ServerReport;
import dev.muster.raft.RaftStatus;
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
     * Asks the leader named how far the database is, once a majority has confirmed that it leads, and for {@code idsWanted}
     * ids of nodes and as many of relationships, 0 for none. Fails as {@link #propose} does.
     */
    CompletionStage<Standing> standing(String serverId, UUID databaseId, int idsWanted);

    /**
     * How a database stands at its leader.
     *
     * @param transactionId the last transaction; all that were acknowledged before the question are contained
     * @param ids what was asked for, or null
     * @param leadsHere whether this very server leads it
     */
    record Standing(long transactionId, int term, IdGrant ids, boolean leadsHere) {
        static Standing here(long transactionId, int term) {
            return new Standing(transactionId, term, null, true);
        }
    }

    /**
     * Has the leader named make its group agree on an entry that changes nothing; completes with the entry's index. Fails as
     * {@link #propose} does.
     */
    CompletionStage<Long> probe(String serverId, UUID databaseId);

    /** Asks a server, or this one, how far its copy has come in its group. Fails if it does not take part, or cannot be asked. */
    CompletionStage<Position> position(String serverId, UUID databaseId);

    /**
     * How far a copy has come.
     *
     * @param leader the id of the server that leads the group, as that member has heard; null if it knows none
     * @param term in which it leads
     * @param lastIndex of the member's log
     * @param appliedIndex up to which it has been applied there
     */
    record Position(String leader, int term, long lastIndex, long appliedIndex) {
        /** Of a member whose group stands so. */
        public static Position of(RaftStatus raft) {
            return new Position(
                    raft.leader() == null ? null : raft.leader().serverId(),
                    raft.term(),
                    raft.lastIndex(),
                    raft.appliedIndex());
        }
    }

    /**
     * Has another server lift the quarantine of its copy of a database, as {@code dbms.unquarantineDatabase} does there;
     * completes with what was done. Fails with a {@link dev.muster.bolt.BoltFailure} if the server refused.
     */
    CompletionStage<String> lift(String serverId, String database, String operation);

    /** {@code count} ids of nodes and as many of relationships, each in a row, which nobody else is given in that term. */
    record IdGrant(long firstNodeId, long firstRelationshipId, int count) {}

    /**
     * Asks all servers that answer in time which of them have a store of that name lying ready that no database uses:
     * server id to last transaction id.
     */
    CompletionStage<Map<String, Long>> findStores(String databaseName);

    /**
     * Has all servers that answer in time make durable what they have of the database: server id to last transaction id. Those
     * whose copy is frozen, damaged or still on its way have none.
     */
    CompletionStage<Map<String, Long>> secureCopies(UUID databaseId);
}
