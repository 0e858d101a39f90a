package dev.muster.raft;

import dev.muster.raft.wire.Beat;
import dev.muster.raft.wire.Endpoint;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNodeStatus;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.log.RaftLog;
import io.microraft.impl.state.FollowerState;
import io.microraft.impl.state.LeaderState;
import io.microraft.impl.state.RaftState;
import java.util.UUID;

/**
 * A group's heartbeat while nothing happens in it. The leader sends {@link Beat}s instead of empty appends, the followers
 * note that they heard it, the leader that they answered: what the library would do, without the rest of what it does. An
 * idle group costs a few comparisons per heartbeat so, and no message is ever missing: timeouts, pre-votes and the leader's
 * look at its majority work on the same times as before.
 *
 * <p>It is quiet when all members have the leader's whole log, all of it is committed and applied, no read, change of
 * membership or handover waits, and every member answers. The first heartbeat after something happened is always the
 * library's, since it carries the commit index. A member that is not exactly where the leader is does not answer a beat, and
 * the library's heartbeat sees to it. Lane only.
 */
final class QuietBeat {
    /** Of the library's time: a member that did not answer the last two beats is the library's to deal with. */
    private static final long ANSWER_MILLIS = (long) (2.5 * LibraryClock.HEARTBEAT_MILLIS);
    /** The sequence number of no request: a beat's answer confirms none. */
    private static final long NO_REQUEST = -1;

    private final RaftNodeImpl node;
    private final TurnGate gate;
    private int announcedTerm;
    private long announcedIndex = -1;

    QuietBeat(RaftNodeImpl node, TurnGate gate) {
        this.node = node;
        this.gate = gate;
    }

    /** Whether this leader's beats have left; if not, the library's heartbeat has to. */
    boolean leaderBeats() {
        RaftState state = node.state();
        if (state.leaderState() == null || !isQuiet(state)) {
            announcedIndex = -1;
            return false;
        }
        long last = state.log().lastLogOrSnapshotIndex();
        if (announcedTerm != state.term() || announcedIndex != last) {
            announcedTerm = state.term();
            announcedIndex = last; // by the library's heartbeat, which follows
            return false;
        }
        Beat beat = new Beat((UUID) node.getGroupId(), announcedTerm, last, false);
        for (RaftEndpoint member : state.remoteMembers()) {
            gate.send((Endpoint) node.getLocalEndpoint(), (Endpoint) member, beat);
        }
        return true;
    }

    private boolean isQuiet(RaftState state) {
        LeaderState leader = state.leaderState();
        long last = state.log().lastLogOrSnapshotIndex();
        if (node.getStatus() != RaftNodeStatus.ACTIVE
                || state.commitIndex() != last
                || state.lastApplied() != last
                || leader.flushedLogIndex() < last
                || leader.queryState().queryCount() > 0
                || state.leadershipTransferState() != null) {
            return false;
        }
        long now = node.getClock().millis();
        for (RaftEndpoint member : state.remoteMembers()) {
            FollowerState follower = leader.getFollowerStateOrNull(member);
            if (follower == null
                    || follower.matchIndex() != last
                    || follower.isRequestBackoffSet()
                    || now - follower.responseTimestamp() > ANSWER_MILLIS) {
                return false;
            }
        }
        return true;
    }

    /** A follower's side: the library's timer has nothing to do, because its leader is there. */
    boolean isLed() {
        RaftState state = node.state();
        return state.leaderState() == null
                && state.leader() != null
                && state.preCandidateState() == null
                && node.getStatus() == RaftNodeStatus.ACTIVE
                && state.committedGroupMembers().isKnownMember(state.leader())
                && !node.isLeaderHeartbeatTimeoutElapsed();
    }

    /** A beat or an answer has come. Returns whether it was a beat of the leader that this member follows. */
    boolean receive(Endpoint sender, Beat beat) {
        RaftState state = node.state();
        if (beat.term() != state.term()) {
            return false;
        }
        if (beat.isAnswer()) {
            answered(state.leaderState(), sender, beat.index());
            return false;
        }
        RaftLog log = state.log();
        boolean inStep = sender.equals(state.leader())
                && state.leaderState() == null
                && state.preCandidateState() == null
                && log.lastLogOrSnapshotIndex() == beat.index()
                && state.commitIndex() == beat.index();
        if (inStep) {
            node.leaderHeartbeatReceived();
            gate.send(
                    (Endpoint) node.getLocalEndpoint(),
                    sender,
                    new Beat(beat.group(), beat.term(), beat.index(), true));
        }
        return inStep;
    }

    private void answered(LeaderState leader, Endpoint sender, long index) {
        FollowerState follower = leader == null ? null : leader.getFollowerStateOrNull(sender);
        if (follower != null && follower.matchIndex() >= index) {
            follower.responseReceived(NO_REQUEST, node.getClock().millis());
        }
    }
}
