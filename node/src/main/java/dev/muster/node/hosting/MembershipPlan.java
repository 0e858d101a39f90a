package dev.muster.node.hosting;

import dev.muster.catalog.Allocation;
import dev.muster.catalog.Allocation.Mode;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.raft.GroupId;
import dev.muster.raft.GroupSpec;
import dev.muster.raft.MemberId;
import dev.muster.raft.Membership;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/**
 * The next step that brings a group's membership toward the catalog's allocations, as its leader sees them: a pure function
 * of both. Replaces before it removes, so that the majority is never smaller than it was.
 */
final class MembershipPlan {
    /** A learner that lacks more entries than this does not become a voter yet; consensus itself refuses beyond 256. */
    private static final long CAUGHT_UP_ENTRIES = 128;
    /** The most learners consensus has room for. */
    private static final int LEARNERS_MAX = 2;

    /** One change. */
    sealed interface Step {
        /** Has the group make it, as decided on the membership of that index. */
        CompletionStage<?> takeIn(RaftGroup group, long membership);

        record AddLearner(MemberId member) implements Step {
            @Override
            public CompletionStage<?> takeIn(RaftGroup group, long membership) {
                return group.addLearner(member, membership);
            }
        }

        record Promote(MemberId member) implements Step {
            @Override
            public CompletionStage<?> takeIn(RaftGroup group, long membership) {
                return group.promote(member, membership);
            }
        }

        record Remove(MemberId member) implements Step {
            @Override
            public CompletionStage<?> takeIn(RaftGroup group, long membership) {
                return group.remove(member, membership);
            }
        }

        /** Lets another one lead, since this one has to go. */
        record HandOver(MemberId heir) implements Step {
            @Override
            public CompletionStage<?> takeIn(RaftGroup group, long membership) {
                return group.transferLeadership(heir);
            }
        }
    }

    private final RaftStatus raft;
    private final MemberId self;
    private final List<MemberId> wantedVoters;
    private final List<MemberId> wantedLearners;

    private MembershipPlan(RaftStatus raft, DatabaseEntry entry, MemberId self) {
        this.raft = raft;
        this.self = self;
        this.wantedVoters = wanted(entry, Mode.PRIMARY);
        this.wantedLearners = wanted(entry, Mode.SECONDARY);
    }

    /** Whether the group has the members that are wanted, and nobody has to go: nothing is to be done, however they are. */
    static boolean isFulfilled(Membership membership, DatabaseEntry entry) {
        int members = membership.voters().size() + membership.learners().size();
        if (membership.changing() || members != entry.allocations().size()) {
            return false;
        }
        for (Allocation copy : entry.allocations()) {
            boolean isMember = switch (copy.mode()) {
                case PRIMARY -> membership.voters().contains(member(copy));
                case SECONDARY -> membership.learners().contains(member(copy));
                case LEAVING, LOST -> false;
            };
            if (!isMember) {
                return false;
            }
        }
        return true;
    }

    /** What is to be done next; empty if all is as it should be, or something has to be waited for. */
    static Optional<Step> next(RaftStatus raft, DatabaseEntry entry, MemberId self) {
        return raft.membership().changing() ? Optional.empty() : new MembershipPlan(raft, entry, self).next();
    }

    /** The copies that have to go and belong to the group no longer: their servers may destroy them. */
    static List<Allocation> released(Membership membership, DatabaseEntry entry) {
        return membership.changing()
                ? List.of()
                : entry.leaving()
                        .filter(copy -> !membership.members().contains(member(copy)))
                        .toList();
    }

    /** How a copy takes part in its group: born with it, or joining it. */
    static GroupSpec group(GroupId groupId, DatabaseEntry entry, boolean founder) {
        return founder
                ? new GroupSpec(
                        groupId,
                        entry.name(),
                        entry.founders().stream().map(id -> new MemberId(id, 0)).toList())
                : GroupSpec.joining(groupId, entry.name());
    }

    static MemberId member(Allocation allocation) {
        return new MemberId(allocation.serverId(), allocation.life());
    }

    /** Whether another life of the member is to take its place on its server, now or once it has gone. */
    static boolean comesBack(DatabaseEntry entry, MemberId member) {
        return entry.wanted()
                .anyMatch(copy -> copy.serverId().equals(member.serverId()) && copy.life() != member.incarnation());
    }

    /** A server whose former copy has not gone yet cannot begin the next one. */
    private static List<MemberId> wanted(DatabaseEntry entry, Mode mode) {
        return entry.wanted()
                .filter(copy -> copy.mode() == mode)
                .filter(copy -> entry.leaving().noneMatch(old -> old.serverId().equals(copy.serverId())))
                .map(MembershipPlan::member)
                .toList();
    }

    private Optional<Step> next() {
        Optional<Step> step = firstLearner(
                        learner -> !wantedVoters.contains(learner) && !wantedLearners.contains(learner))
                .map(Step.Remove::new);
        if (step.isEmpty()) {
            step = firstLearner(learner -> wantedVoters.contains(learner) && hasCaughtUp(learner))
                    .map(Step.Promote::new);
        }
        if (step.isEmpty()) {
            step = addition();
        }
        return step.isEmpty() ? removal() : step;
    }

    private Optional<MemberId> firstLearner(Predicate<MemberId> condition) {
        return raft.membership().learners().stream().filter(condition).findFirst();
    }

    /** Voters first; if secondaries take all the room there is for learners, one of them makes room and comes back later. */
    private Optional<Step> addition() {
        Optional<MemberId> voter = missing(wantedVoters);
        boolean room = raft.membership().learners().size() < LEARNERS_MAX;
        if (voter.isPresent()) {
            return room
                    ? voter.map(Step.AddLearner::new)
                    : raft.membership().learners().stream().allMatch(wantedLearners::contains)
                            ? firstLearner(learner -> true).map(Step.Remove::new)
                            : Optional.empty();
        }
        return room ? missing(wantedLearners).map(Step.AddLearner::new) : Optional.empty();
    }

    private Optional<MemberId> missing(List<MemberId> wanted) {
        return wanted.stream()
                .filter(member -> !raft.membership().members().contains(member))
                .findFirst();
    }

    /** Only once all who are to vote do; the dead go first, this leader last. */
    private Optional<Step> removal() {
        List<MemberId> voters = raft.membership().voters();
        if (wantedVoters.isEmpty() || !voters.containsAll(wantedVoters)) {
            return Optional.empty();
        }
        Optional<MemberId> surplus = voters.stream()
                .filter(voter -> !wantedVoters.contains(voter))
                .min(Comparator.comparing((MemberId voter) -> voter.equals(self))
                        .thenComparing(this::answers));
        return surplus.flatMap(voter ->
                voter.equals(self) ? heir().map(Step.HandOver::new) : Optional.<Step>of(new Step.Remove(voter)));
    }

    /** Of those who stay and answer, the one that has come furthest. */
    private Optional<MemberId> heir() {
        return raft.followers().stream()
                .filter(follower -> follower.answering() && wantedVoters.contains(follower.member()))
                .max(Comparator.comparingLong(RaftStatus.FollowerProgress::matchIndex))
                .map(RaftStatus.FollowerProgress::member);
    }

    private boolean answers(MemberId member) {
        RaftStatus.FollowerProgress progress = progress(member);
        return progress != null && progress.answering();
    }

    private boolean hasCaughtUp(MemberId member) {
        RaftStatus.FollowerProgress progress = progress(member);
        return progress != null
                && progress.answering()
                && progress.matchIndex() > 0
                && raft.lastIndex() - progress.matchIndex() <= CAUGHT_UP_ENTRIES;
    }

    private RaftStatus.FollowerProgress progress(MemberId member) {
        return raft.followers().stream()
                .filter(follower -> Objects.equals(follower.member(), member))
                .findFirst()
                .orElse(null);
    }
}
