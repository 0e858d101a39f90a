package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import java.util.concurrent.CompletableFuture;

/** Hands leadership over and waits until the wanted member is seen to lead. Lane only. */
final class LeadershipHandover {
    private static final int LOOKS_MAX = 20;

    private final HostedGroup group;
    private final RaftNodeImpl node;
    private final MemberId member;
    private final long pauseNanos;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    LeadershipHandover(HostedGroup group, RaftNodeImpl node, MemberId member, RaftSettings settings) {
        this.group = group;
        this.node = node;
        this.member = member;
        this.pauseNanos = settings.heartbeatMillis() * 1_000_000L / 4;
    }

    CompletableFuture<Void> begin() {
        Endpoint target = Outcomes.endpoint(member);
        node.transferLeadership(target).whenComplete((stepped, failure) -> {
            if (failure == null) {
                look(LOOKS_MAX);
            } else if (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException) {
                done.completeExceptionally(new RaftException.Overloaded(member + " cannot lead " + group + " now"));
            } else if (failure instanceof java.util.concurrent.TimeoutException) {
                done.completeExceptionally(
                        new RaftException.Overloaded(member + " did not take over " + group + " in time"));
            } else {
                done.completeExceptionally(failure);
            }
        });
        return done;
    }

    private void look(int looksLeft) {
        RaftEndpoint leader = node.state().leader();
        if (leader != null && leader.equals(Outcomes.endpoint(member))) {
            done.complete(null);
        } else if (!group.isRunning()) {
            done.completeExceptionally(new RaftException.Stopped(group + " was stopped", null));
        } else if (looksLeft == 0) {
            done.completeExceptionally(new RaftException.Overloaded(
                    member + " did not take over " + group + "; the leader is " + Outcomes.member(leader)));
        } else {
            group.schedule(pauseNanos, () -> look(looksLeft - 1));
        }
    }
}
