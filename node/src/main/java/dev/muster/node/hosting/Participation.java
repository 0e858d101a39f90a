package dev.muster.node.hosting;

import dev.muster.raft.RaftException;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The part that this server takes in a database's group, while it does.
 *
 * <p><b>Lane.</b> {@link #begin} and {@link #end} on the database's, the rest on any thread.
 */
final class Participation {
    private final Supplier<RaftException> notHere;
    private volatile RaftGroup group;
    private volatile int begun;

    /** {@code notHere} is what proposals fail with while it takes no part. */
    Participation(Supplier<RaftException> notHere) {
        this.notHere = notHere;
    }

    void begin(RaftGroup joined) {
        begun++; // before the group can be seen
        group = joined;
    }

    /** How many times it has begun. */
    int begun() {
        return begun;
    }

    /** Takes no part any more, as far as callers see; the group itself, or null, is the caller's to stop. */
    RaftGroup end() {
        RaftGroup left = group;
        group = null;
        return left;
    }

    boolean isOn() {
        return group != null;
    }

    /** How the group stands here; null while this server takes no part. */
    RaftStatus status() {
        RaftGroup current = group;
        return current == null ? null : current.status();
    }

    CompletionStage<Object> propose(byte[] payload) {
        return with(current -> current.propose(payload), notHere);
    }

    /** As {@link HostedDatabase#probe}. */
    CompletionStage<Long> probe() {
        return propose(MemberStateMachine.probe()).thenApply(Long.class::cast);
    }

    /** Changes the group's membership, or who leads it, as decided on the membership of that index. */
    CompletionStage<?> change(MembershipPlan.Step step, long membership) {
        return with(current -> step.takeIn(current, membership).thenApply(Object.class::cast), notHere);
    }

    /** Lets this member hear nothing of its group, or hear it again; false if it takes no part. */
    boolean pause(boolean paused) {
        RaftGroup current = group;
        if (current != null) {
            current.pause(paused);
        }
        return current != null;
    }

    /** Does something with the group; fails with {@code otherwise} if there is none. */
    <T> CompletionStage<T> with(
            Function<RaftGroup, CompletionStage<T>> work, Supplier<? extends RuntimeException> otherwise) {
        RaftGroup current = group;
        return current == null ? CompletableFuture.failedFuture(otherwise.get()) : work.apply(current);
    }
}
