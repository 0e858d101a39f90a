package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.node.hosting.DatabaseReadOnly;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftException;
import dev.muster.store.Applied;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Turns what consensus says of a proposed change set into what a client is told: done, not done, or unknown. */
final class Commit {
    private final Awaiting awaiting;

    Commit(Awaiting awaiting) {
        this.awaiting = awaiting;
    }

    /** The outcome, a conflict included. */
    CompletionStage<Applied> outcome(CompletionStage<?> proposal, HostedDatabase database, long limitMillis) {
        CompletionStage<Applied> applied = proposal.thenApply(Applied.class::cast);
        return awaiting.within(
                limitMillis,
                Stages.translated(applied, failure -> explained(failure, database)),
                () -> CompletableFuture.failedStage(QueryError.OUTCOME_UNKNOWN.failure(
                        "no majority has confirmed it within " + limitMillis + " ms")));
    }

    private static Throwable explained(Throwable failure, HostedDatabase database) {
        if (failure instanceof RaftException.NotLeader) {
            return Databases.notALeader(database);
        } else if (failure instanceof RaftException.OutcomeUnknown) {
            return QueryError.OUTCOME_UNKNOWN.failure(failure.getMessage());
        } else if (failure instanceof DatabaseReadOnly) {
            return QueryError.READ_ONLY.failure();
        } else if (failure instanceof RaftException) {
            return QueryError.NOT_REPLICATED.failure(failure.getMessage());
        }
        return failure;
    }

    /** Whether the proposal was refused because the server asked does not lead. */
    static boolean refusedByFollower(Throwable failure) {
        return failure instanceof BoltFailure refused && refused.code().equals(QueryError.NOT_A_LEADER.code());
    }
}
