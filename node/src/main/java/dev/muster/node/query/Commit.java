package dev.muster.node.query;

import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftException;
import dev.muster.store.Applied;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** Turns what consensus says of a proposed change set into what a client is told: done, not done, or unknown. */
final class Commit {
    private Commit() {}

    /** Waits for the outcome; returns the transaction id. */
    static long await(CompletionStage<?> proposal, HostedDatabase database, long limitMillis) {
        Applied applied = outcome(proposal, database, limitMillis);
        if (applied instanceof Applied.Committed committed) {
            return committed.transactionId();
        }
        throw QueryError.CONFLICT.failure(((Applied.Conflict) applied).reason());
    }

    /** Waits for the outcome, a conflict included. */
    static Applied outcome(CompletionStage<?> proposal, HostedDatabase database, long limitMillis) {
        try {
            return (Applied) Awaiting.of(proposal, limitMillis);
        } catch (TimeoutException e) {
            throw QueryError.OUTCOME_UNKNOWN.failure("no majority has confirmed it within " + limitMillis + " ms");
        } catch (RaftException.NotLeader e) {
            throw Databases.notALeader(database);
        } catch (RaftException.OutcomeUnknown e) {
            throw QueryError.OUTCOME_UNKNOWN.failure(e.getMessage());
        } catch (RaftException e) {
            throw QueryError.NOT_REPLICATED.failure(e.getMessage());
        }
    }
}
