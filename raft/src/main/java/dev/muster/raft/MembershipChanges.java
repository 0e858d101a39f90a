package dev.muster.raft;

import io.microraft.MembershipChangeMode;
import io.microraft.Ordered;
import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftGroupMembersState;
import io.microraft.impl.state.RaftState;
import io.microraft.report.RaftGroupMembers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Changes a group's membership, one member at a time (Raft thesis §4.2), and refuses what the library would let happen
 * although it ends badly: promoting a member that is far behind or silent, taking away the majority, and a leader that
 * removes itself (of two, it would go on answering reads while the other one leads). Lane only.
 */
final class MembershipChanges {
    /** A learner that lacks more entries than this is not promoted: the group would wait for it when another is lost. */
    static final long CAUGHT_UP_ENTRIES = 256;

    private final RaftNodeImpl node;
    private final String label;

    MembershipChanges(RaftNodeImpl node, String label) {
        this.node = node;
        this.label = label;
    }

    CompletableFuture<Membership> addLearner(MemberId member, long expected) {
        return change(member, MembershipChangeMode.ADD_LEARNER, expected, this::checkStranger);
    }

    CompletableFuture<Membership> promote(MemberId member, long expected) {
        return change(member, MembershipChangeMode.ADD_OR_PROMOTE_TO_FOLLOWER, expected, this::checkLearner);
    }

    CompletableFuture<Membership> remove(MemberId member, long expected) {
        return change(member, MembershipChangeMode.REMOVE_MEMBER, expected, this::checkRemovable);
    }

    private CompletableFuture<Membership> change(
            MemberId member, MembershipChangeMode mode, long expected, Consumer<RaftEndpoint> check) {
        RaftEndpoint endpoint = Outcomes.endpoint(member);
        try {
            checkReady(expected);
            check.accept(endpoint);
        } catch (RaftException refusal) {
            return CompletableFuture.failedFuture(refusal);
        }
        CompletableFuture<Membership> changed = new CompletableFuture<>();
        node.changeMembership(endpoint, mode, expected).whenComplete((done, failure) -> {
            if (failure == null) {
                changed.complete(of(done));
            } else {
                changed.completeExceptionally(Outcomes.ofProposal(label, failure));
            }
        });
        return changed;
    }

    private void checkReady(long expected) {
        RaftState state = node.state();
        if (state.leaderState() == null) {
            throw new RaftException.NotLeader(label, Outcomes.member(state.leader()));
        }
        long index = state.committedGroupMembers().getLogIndex();
        if (index != expected) {
            throw MembershipProblem.CHANGED_MEANWHILE.refusal(label, index, expected);
        }
        if (state.effectiveGroupMembers() != state.committedGroupMembers()) {
            throw MembershipProblem.CHANGE_UNDER_WAY.refusal(label);
        }
    }

    private void checkStranger(RaftEndpoint member) {
        RaftState state = node.state();
        if (state.isKnownMember(member)) {
            throw MembershipProblem.ALREADY_MEMBER.refusal(label, member);
        }
        if (state.initialMembers().isKnownMember(member)) {
            throw MembershipProblem.FOUNDER.refusal(label, member);
        }
        int learners = state.memberCount() - state.votingMemberCount();
        if (learners >= RaftGroupMembers.MAX_LEARNER_COUNT) {
            throw MembershipProblem.TOO_MANY_LEARNERS.refusal(label, learners, RaftGroupMembers.MAX_LEARNER_COUNT);
        }
    }

    private void checkLearner(RaftEndpoint member) {
        RaftState state = node.state();
        checkKnown(member);
        if (state.isVotingMember(member)) {
            throw MembershipProblem.ALREADY_VOTER.refusal(label, member);
        }
        if (!ElectionRepair.isAnswering(node, member)) {
            throw MembershipProblem.NOT_ANSWERING.refusal(label, member);
        }
        long match = state.leaderState().getFollowerState(member).matchIndex();
        long last = state.log().lastLogOrSnapshotIndex();
        if (match == 0 || last - match > CAUGHT_UP_ENTRIES) {
            throw MembershipProblem.NOT_CAUGHT_UP.refusal(label, member, match, last);
        }
        List<RaftEndpoint> voters = new ArrayList<>(state.votingMembers());
        voters.add(member);
        checkMajority(voters);
    }

    private void checkRemovable(RaftEndpoint member) {
        checkKnown(member);
        if (member.equals(node.getLocalEndpoint())) {
            throw MembershipProblem.LEADER.refusal(label, member);
        }
        List<RaftEndpoint> voters = new ArrayList<>(node.state().votingMembers());
        voters.remove(member);
        checkMajority(voters);
    }

    private void checkKnown(RaftEndpoint member) {
        if (!node.state().isKnownMember(member)) {
            throw MembershipProblem.NOT_A_MEMBER.refusal(label, member);
        }
    }

    /** A change that its own majority cannot decide would block the group for as long as the missing voters are away. */
    private void checkMajority(Collection<RaftEndpoint> voters) {
        long answering = voters.stream()
                .filter(voter -> voter.equals(node.getLocalEndpoint()) || ElectionRepair.isAnswering(node, voter))
                .count();
        if (answering <= voters.size() / 2) {
            throw MembershipProblem.NO_MAJORITY.refusal(label, voters.size(), answering);
        }
    }

    private static Membership of(Ordered<RaftGroupMembers> done) {
        return of(done.getResult(), false);
    }

    /** What a group knows of its membership now. */
    static Membership of(RaftState state) {
        RaftGroupMembersState committed = state.committedGroupMembers();
        return of(committed, committed != state.effectiveGroupMembers());
    }

    private static Membership of(RaftGroupMembers members, boolean changing) {
        List<MemberId> voters = new ArrayList<>();
        List<MemberId> learners = new ArrayList<>();
        for (RaftEndpoint member : members.getMembers()) {
            if (!member.equals(NodeBirth.NOBODY)) {
                (members.getVotingMembers().contains(member) ? voters : learners).add(Outcomes.member(member));
            }
        }
        return new Membership(members.getLogIndex(), voters, learners, changing);
    }
}
