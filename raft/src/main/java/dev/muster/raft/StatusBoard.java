package dev.muster.raft;

import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.FollowerState;
import io.microraft.impl.state.LeaderState;
import io.microraft.impl.state.RaftGroupMembersState;
import io.microraft.impl.state.RaftState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What is known of a group from outside its lane: written when a turn's outputs leave, read by anybody. */
final class StatusBoard {
    private final StateMachine target;
    private volatile RaftStatus published;
    /** What the library's members were when {@link #membership} was made of them: it replaces them, and never changes them. */
    private RaftGroupMembersState committedMembers;

    private RaftGroupMembersState effectiveMembers;
    private Membership membership;
    private List<Remote> remotes = List.of();
    private RaftEndpoint leaderEndpoint;
    private MemberId leader;

    /** Another member, as the library knows it and as it is shown. */
    private record Remote(RaftEndpoint endpoint, MemberId member) {}

    StatusBoard(StateMachine target, List<MemberId> founders) {
        this.target = target;
        Membership atBirth = new Membership(0, founders, List.of(), false);
        Role role = founders.isEmpty() ? Role.LEARNER : Role.FOLLOWER;
        this.published = new RaftStatus(role, 0, null, atBirth, 0, 0, 0, 0, List.of());
    }

    RaftStatus published() {
        return published;
    }

    /** Makes it known; tells the state machine if the role, term or leader is another. Lane only. */
    void publish(RaftStatus status) {
        RaftStatus before = published;
        published = status;
        if (before.role() != status.role()
                || before.term() != status.term()
                || !Objects.equals(before.leader(), status.leader())) {
            target.roleChanged(status);
        }
    }

    /** The state of a node now. Lane only. */
    RaftStatus look(RaftNodeImpl node, long applied) {
        RaftState state = node.state();
        long commit = Math.max(state.commitIndex(), applied);
        return new RaftStatus(
                role(state),
                state.term(),
                leader(state.leader()),
                membership(state),
                Math.min(state.log().snapshotIndex(), applied),
                applied,
                commit,
                Math.max(state.log().lastLogOrSnapshotIndex(), commit),
                followers(node));
    }

    private static Role role(RaftState state) {
        return switch (state.role()) {
            case LEADER -> Role.LEADER;
            case FOLLOWER -> Role.FOLLOWER;
            case CANDIDATE -> Role.CANDIDATE;
            case LEARNER -> Role.LEARNER;
        };
    }

    private Membership membership(RaftState state) {
        if (membership == null
                || committedMembers != state.committedGroupMembers()
                || effectiveMembers != state.effectiveGroupMembers()) {
            committedMembers = state.committedGroupMembers();
            effectiveMembers = state.effectiveGroupMembers();
            membership = MembershipChanges.of(state);
            remotes = state.remoteMembers().stream()
                    .map(member -> new Remote(member, Outcomes.member(member)))
                    .toList();
        }
        return membership;
    }

    private MemberId leader(RaftEndpoint endpoint) {
        if (endpoint != leaderEndpoint) {
            leaderEndpoint = endpoint;
            leader = Outcomes.member(endpoint);
        }
        return leader;
    }

    private List<RaftStatus.FollowerProgress> followers(RaftNodeImpl node) {
        RaftState state = node.state();
        LeaderState leading = state.leaderState();
        if (leading == null) {
            return List.of();
        }
        long now = node.getClock().millis();
        List<RaftStatus.FollowerProgress> followers = new ArrayList<>(remotes.size());
        for (Remote remote : remotes) {
            FollowerState follower = leading.getFollowerStateOrNull(remote.endpoint());
            if (follower != null) {
                followers.add(new RaftStatus.FollowerProgress(
                        remote.member(), follower.matchIndex(), ElectionRepair.isAnswering(node, follower, now)));
            }
        }
        return followers;
    }
}
