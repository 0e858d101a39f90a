package dev.muster.raft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftRole;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.FollowerState;
import io.microraft.impl.state.RaftState;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.util.concurrent.TimeUnit;

/**
 * What MicroRaft 0.7 does wrong around elections, put right from outside, on the way of its timers and messages:
 *
 * <ul>
 *   <li>Who once asked for pre-votes in vain and then heard of a leader in the same term never asks again in that term: once
 *       the followers were restarted or cut off one by one, nobody succeeds the leader when it dies. Nor is such a group ever
 *       quiet ({@link QuietBeat}).
 *   <li>A candidate whose election fails goes on to the next term without asking for pre-votes again; cut off meanwhile,
 *       it comes back with a term that unseats a healthy leader (Raft thesis §9.6).
 *   <li>A leader counts answers of learners when it asks whether a majority still hears it, so that it goes on leading
 *       nobody when it is cut off from all voters but not from the learners (thesis §6.2).
 *   <li>A candidate counts votes of learners.
 *   <li>A leader believes answers to appends of an earlier term of its own, although the follower may have cut off since
 *       what it confirmed then.
 *   <li>Every member asks for pre-votes the moment it starts. Those of a new group start together, all become candidates, and
 *       divide their votes.
 * </ul>
 *
 * And one rule of ours: a member that joins votes for nobody until it has a log, since in an earlier life it may have voted
 * in a term that it does not remember.
 *
 * <p>Lane only.
 */
final class ElectionRepair {
    private final RaftNodeImpl node;
    private boolean asksTooSoon;

    ElectionRepair(RaftNodeImpl node) {
        this.node = node;
    }

    /** Before the library starts: of a {@code newborn} group it will ask for pre-votes, whoever's {@linkplain Turns turn} it is. */
    void beforeStart(boolean newborn) {
        asksTooSoon = newborn && Turns.of(node, null) > 0;
    }

    /** Whether a message of the library may leave. */
    boolean lets(RaftMessage message) {
        return !(asksTooSoon && message instanceof PreVoteRequest);
    }

    /** Takes back what the library has asked too soon; it asks at its first heartbeat, which comes in its turn. */
    void started() {
        if (asksTooSoon) {
            asksTooSoon = false;
            node.toFollower(node.state().term());
        }
    }

    /** The leader has said something: who has asked for pre-votes in vain takes that back, and is a follower like others. */
    void heardLeader() {
        RaftState state = node.state();
        if (state.preCandidateState() != null) {
            node.toFollower(state.term());
        }
    }

    /** Before the library looks whether its leader, or its majority, is still there. */
    void beforeHeartbeat() {
        RaftState state = node.state();
        if (state.leaderState() != null) {
            if (answeringVoters(state) < state.logReplicationQuorumSize()) {
                node.toFollower(state.term());
            }
        } else if (state.preCandidateState() != null
                && state.leader() != null
                && node.isLeaderHeartbeatTimeoutElapsed()) {
            node.toFollower(state.term()); // forgets the pre-votes and the leader; the vote stays
        }
    }

    /** Voters, this leader among them, that answered within the election timeout. */
    private int answeringVoters(RaftState state) {
        int answering = 1;
        for (RaftEndpoint voter : state.remoteVotingMembers()) {
            if (isAnswering(node, voter)) {
                answering++;
            }
        }
        return answering;
    }

    /** Whether this leader has had an answer of a member within the election timeout. */
    static boolean isAnswering(RaftNodeImpl node, RaftEndpoint member) {
        FollowerState follower = node.state().leaderState().getFollowerStateOrNull(member);
        return follower != null && isAnswering(node, follower, node.getClock().millis());
    }

    /** The same, {@code now} by the library's clock. */
    static boolean isAnswering(RaftNodeImpl node, FollowerState follower, long now) {
        long timeout = TimeUnit.SECONDS.toMillis(node.getConfig().getLeaderHeartbeatTimeoutSecs());
        return now - follower.responseTimestamp() < timeout;
    }

    /** In the place of what the library does when an election has not come to an end in time. */
    void electionTimedOut() {
        RaftState state = node.state();
        if (state.role() == RaftRole.CANDIDATE) {
            node.toFollower(state.term());
            node.runPreVote();
        }
    }

    /** Whether the library may see a message. */
    boolean accepts(RaftMessage message) {
        RaftState state = node.state();
        if (message instanceof VoteResponse || message instanceof PreVoteResponse) {
            return state.isVotingMember(message.getSender());
        }
        if (message instanceof AppendEntriesSuccessResponse || message instanceof AppendEntriesFailureResponse) {
            return message.getTerm() >= state.term();
        }
        if (message instanceof VoteRequest || message instanceof PreVoteRequest) {
            return !NodeBirth.hasJoined(state) || state.log().lastLogOrSnapshotIndex() > 0;
        }
        return true;
    }
}
