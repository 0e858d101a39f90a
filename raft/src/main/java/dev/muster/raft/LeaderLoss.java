package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;

/**
 * What a follower does when its leader's process is gone: the leader's server closed the connection and refuses a new one,
 * so nothing more is to be expected of it, and the election timeout need not be waited for.
 *
 * <p>From that moment this member grants what candidates ask for, as it does when the timeout is over, and it asks itself
 * when its {@linkplain Turns turn} has come, since all followers hear of the end at about the same time. A follower that is
 * wrong, because only it is refused, asks in vain: the others still hear the leader, and so does it at the next heartbeat.
 * Lane only.
 */
final class LeaderLoss {
    /** The first asks after this part of a heartbeat, when the others have noticed as well. */
    private static final int FIRST_PER_HEARTBEAT = 8;

    private final HostedGroup group;
    private final RaftNodeImpl node;
    private final LibraryClock clock;
    private final Heartbeats heartbeats;
    private final RaftSettings settings;

    LeaderLoss(HostedGroup group, RaftNodeImpl node, LibraryClock clock, Heartbeats heartbeats, RaftSettings settings) {
        this.group = group;
        this.node = node;
        this.clock = clock;
        this.heartbeats = heartbeats;
        this.settings = settings;
    }

    /** A server ended its connection and refuses another. */
    void refusedBy(String serverId) {
        RaftState state = node.state();
        if (!(state.leader() instanceof Endpoint leader)
                || !leader.serverId().equals(serverId)
                || state.leaderState() != null
                || node.isLeaderHeartbeatTimeoutElapsed()) {
            return;
        }
        clock.skip(settings.electionTimeoutMillis());
        int turn = Turns.of(node, leader);
        if (turn >= 0) {
            int term = state.term();
            long heartbeatNanos = settings.heartbeatMillis() * 1_000_000L;
            group.scheduleUntouched(
                    heartbeatNanos / FIRST_PER_HEARTBEAT + turn * heartbeatNanos / Turns.PER_HEARTBEAT, () -> {
                        if (state.term() == term) {
                            heartbeats.lookNow();
                        }
                    });
        }
    }
}
