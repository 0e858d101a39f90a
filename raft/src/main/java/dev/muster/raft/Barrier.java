package dev.muster.raft;

import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftNode;
import io.microraft.exception.CannotReplicateException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Has a majority confirm that this member leads. A leader cannot say what is committed before an entry of its own term is
 * (Raft thesis §6.4), and the library refuses such questions instead of keeping them. They are put again for a few election
 * timeouts, so that who asks a leader in its first milliseconds waits for an answer; one that cannot get there steps down sooner.
 * Lane only.
 */
final class Barrier {
    private static final long PAUSE_NANOS = 10_000_000L;
    private static final int ELECTION_TIMEOUTS = 4;

    private final HostedGroup group;
    private final RaftNode node;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private long questionsLeft;

    Barrier(HostedGroup group, RaftNode node, RaftSettings settings) {
        this.group = group;
        this.node = node;
        this.questionsLeft = ELECTION_TIMEOUTS * settings.electionTimeoutMillis() * 1_000_000L / PAUSE_NANOS;
    }

    /** Completes with an index that was committed when a majority confirmed; fails as the library does. */
    CompletableFuture<Long> begin() {
        node.<Long>query(GroupMachine.BARRIER, QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty())
                .thenApply(Ordered::getCommitIndex)
                .whenComplete(this::answered);
        return done;
    }

    private void answered(Long index, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof CannotReplicateException && questionsLeft-- > 0 && group.isRunning()) {
            group.schedule(PAUSE_NANOS, this::begin);
        } else if (cause != null) {
            done.completeExceptionally(cause);
        } else {
            done.complete(index);
        }
    }
}
