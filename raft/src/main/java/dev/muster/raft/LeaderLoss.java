package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;

/**
 * What a follower does when its leader's process is gone: the leader's server closed the connection and refuses a new one,
 * so nothing more is to be expected of it, and the election timeout need not be waited for.
 *
 * <p>From that moment this member grants what candidates ask for, as it does when the timeout is over, and it asks itself
 * when its turn has come. All followers hear of the end at about the same time; the order in which they ask is drawn from the
 * group, the term and their names, the same on every server, so that the first has won before the second would divide the
 * votes, and a server's groups do not all go to the same successor. A follower that is wrong, because only it is refused,
 * asks in vain: the others still hear the leader, and so does it at the next heartbeat. Lane only.
 */
final class LeaderLoss {
    /** The first asks after this part of a heartbeat, when the others have noticed as well. */
    private static final int FIRST_PER_HEARTBEAT = 8;
    /** Each of the others waits for another of these: an election's two round trips and two syncs. */
    private static final int TURNS_PER_HEARTBEAT = 2;

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
        int turn = turn(state, leader);
        if (turn >= 0) {
            int term = state.term();
            long heartbeatNanos = settings.heartbeatMillis() * 1_000_000L;
            group.scheduleUntouched(
                    heartbeatNanos / FIRST_PER_HEARTBEAT + turn * heartbeatNanos / TURNS_PER_HEARTBEAT, () -> {
                        if (state.term() == term) {
                            heartbeats.lookNow();
                        }
                    });
        }
    }

    /** How many of the voters that are left ask before this one; -1 if it has no vote. */
    private int turn(RaftState state, Endpoint leader) {
        Endpoint self = (Endpoint) node.getLocalEndpoint();
        if (!state.isVotingMember(self)) {
            return -1;
        }
        int turn = 0;
        long own = draw(state.term(), self);
        for (RaftEndpoint voter : state.remoteVotingMembers()) {
            if (!voter.equals(leader) && draw(state.term(), (Endpoint) voter) < own) {
                turn++;
            }
        }
        return turn;
    }

    /** A number that every server draws alike. */
    private long draw(int term, Endpoint voter) {
        long bits = node.getGroupId().hashCode();
        bits = mixed(bits + term);
        bits = mixed(bits + voter.serverId().hashCode());
        return mixed(bits + voter.incarnation());
    }

    /** The finishing step of MurmurHash3: near numbers become far ones. */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
