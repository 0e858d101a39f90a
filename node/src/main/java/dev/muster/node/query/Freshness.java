package dev.muster.node.query;

import dev.muster.backup.BackupSource;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Whether a copy here has everything that was acknowledged, which only the leader of the database can say: a backup that was begun
 * after a commit must contain it, whichever member it is taken from. Any thread; nothing blocks.
 */
public final class Freshness {
    /** How long a leader is looked for; without a majority there is none. */
    private static final long LEADER_MILLIS = 2_000;
    /** How long a copy may take to apply what the leader had. */
    private static final long LAG_MILLIS = 10_000;

    private final Leaders leaders;
    private final Awaiting awaiting;

    Freshness(Leaders leaders, Awaiting awaiting) {
        this.leaders = leaders;
        this.awaiting = awaiting;
    }

    /** See {@link BackupSource#catchUp}. */
    public CompletionStage<Long> catchUp(HostedDatabase database) {
        return Stages.translated(
                        leaders.standing(database, leaders.in(LEADER_MILLIS)),
                        failure -> new BackupSource.NotCurrent("no leader of '" + database.name()
                                + "' confirmed what was acknowledged: " + failure.getMessage()))
                .thenCompose(standing -> reach(database, standing.transactionId()));
    }

    private CompletionStage<Long> reach(HostedDatabase database, long transactionId) {
        return awaiting.within(
                LAG_MILLIS,
                database.awaitTransaction(transactionId).thenApply(reached -> transactionId),
                () -> CompletableFuture.failedStage(new BackupSource.NotCurrent("this copy of '" + database.name()
                        + "' lags: it is at transaction " + database.lastTransactionId() + ", its leader was at "
                        + transactionId)));
    }
}
