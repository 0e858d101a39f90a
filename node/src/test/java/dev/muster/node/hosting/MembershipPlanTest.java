package dev.muster.node.hosting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.Topology;
import dev.muster.node.hosting.MembershipPlan.Step;
import dev.muster.raft.MemberId;
import dev.muster.raft.Membership;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.RaftStatus.FollowerProgress;
import dev.muster.raft.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The next change of a group's membership, as its leader s1 decides it: allocations, voters, learners, step. */
class MembershipPlanTest {
    private static final long LAST_INDEX = 1_000;

    private final List<String> silent = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();

    @Test
    void nothingIsToBeDoneWhereAllIsAsWanted() {
        assertThat(next("s1 s2 s3 s4#5/secondary", "s1 s2 s3", "s4#5")).isNull();
    }

    @Test
    void aNewPrimaryIsALearnerUntilItHasCaughtUp() {
        assertThat(next("s1 s2 s3#7", "s1 s2", "")).isEqualTo(new Step.AddLearner(member("s3#7")));
        behind.add("s3#7");
        assertThat(next("s1 s2 s3#7", "s1 s2", "s3#7")).isNull();
        behind.clear();
        silent.add("s3#7");
        assertThat(next("s1 s2 s3#7", "s1 s2", "s3#7")).isNull();
        silent.clear();
        assertThat(next("s1 s2 s3#7", "s1 s2", "s3#7")).isEqualTo(new Step.Promote(member("s3#7")));
    }

    @Test
    void whatGoesStaysUntilItsSuccessorVotes() {
        String wanted = "s1 s2 s4#7 s3/leaving";
        assertThat(next(wanted, "s1 s2 s3", "")).isEqualTo(new Step.AddLearner(member("s4#7")));
        behind.add("s4#7");
        assertThat(next(wanted, "s1 s2 s3", "s4#7")).isNull();
        behind.clear();
        assertThat(next(wanted, "s1 s2 s3", "s4#7")).isEqualTo(new Step.Promote(member("s4#7")));
        assertThat(next(wanted, "s1 s2 s3 s4#7", "")).isEqualTo(new Step.Remove(member("s3")));
    }

    @Test
    void theDeadGoFirstAndTheLeaderLast() {
        silent.add("s4");
        assertThat(next("s2 s1/leaving s3/leaving s4/leaving", "s1 s2 s3 s4", ""))
                .isEqualTo(new Step.Remove(member("s4")));
        assertThat(next("s2 s1/leaving s3/leaving", "s1 s2 s3", "")).isEqualTo(new Step.Remove(member("s3")));
        assertThat(next("s2 s1/leaving", "s1 s2", "")).isEqualTo(new Step.HandOver(member("s2")));
        silent.add("s2");
        assertThat(next("s2 s1/leaving", "s1 s2", ""))
                .as("nobody there to lead")
                .isNull();
    }

    @Test
    void aServerWhoseFormerCopyHasNotGoneBeginsTheNextOneLater() {
        assertThat(next("s1 s2 s3#9/secondary s3/leaving", "s1 s2 s3", "")).isEqualTo(new Step.Remove(member("s3")));
        assertThat(next("s1 s2 s3#9/secondary s3/leaving", "s1 s2", "")).isNull();
        assertThat(next("s1 s2 s3#9/secondary", "s1 s2", "")).isEqualTo(new Step.AddLearner(member("s3#9")));
    }

    @Test
    void aSecondaryMakesRoomForAPrimaryThatComesAndReturns() {
        String wanted = "s1 s2#8 s3#5/secondary s4#5/secondary";
        assertThat(next(wanted, "s1", "s3#5 s4#5")).isEqualTo(new Step.Remove(member("s3#5")));
        assertThat(next(wanted, "s1", "s4#5")).isEqualTo(new Step.AddLearner(member("s2#8")));
        assertThat(next(wanted, "s1", "s4#5 s2#8")).isEqualTo(new Step.Promote(member("s2#8")));
        assertThat(next(wanted, "s1 s2#8", "s4#5")).isEqualTo(new Step.AddLearner(member("s3#5")));
    }

    @Test
    void learnersThatNobodyWantsGo() {
        assertThat(next("s1 s2", "s1 s2", "s3#4")).isEqualTo(new Step.Remove(member("s3#4")));
    }

    @Test
    void aCopyIsReleasedOnceItIsOutOfTheGroup() {
        DatabaseEntry entry = entry("s1 s2#7 s3/leaving s4#2/leaving");
        assertThat(MembershipPlan.released(membership("s1 s2#7 s3", "", false), entry))
                .containsExactly(Allocation.parse("s4#2/leaving"));
        assertThat(MembershipPlan.released(membership("s1 s2#7", "", true), entry))
                .isEmpty();
        assertThat(MembershipPlan.released(membership("s1 s2#7", "", false), entry))
                .hasSize(2);
    }

    @Test
    void aGroupIsAsWantedWithExactlyTheWantedMembersInTheirPlaces() {
        DatabaseEntry entry = entry("s1 s2#7 s4#5/secondary");
        assertThat(MembershipPlan.isFulfilled(membership("s2#7 s1", "s4#5", false), entry))
                .isTrue();
        assertThat(MembershipPlan.isFulfilled(membership("s2#7 s1", "s4#5", true), entry))
                .isFalse();
        assertThat(MembershipPlan.isFulfilled(membership("s2#7 s1", "", false), entry))
                .isFalse();
        assertThat(MembershipPlan.isFulfilled(membership("s2 s1", "s4#5", false), entry))
                .isFalse();
        assertThat(MembershipPlan.isFulfilled(membership("s2#7 s1 s4#5", "", false), entry))
                .isFalse();
        assertThat(MembershipPlan.isFulfilled(membership("s2#7 s1 s3", "s4#5", false), entry))
                .isFalse();
        assertThat(MembershipPlan.isFulfilled(membership("s1 s3", "", false), entry("s1 s3/leaving")))
                .isFalse();
    }

    private Step next(String allocations, String voters, String learners) {
        Membership membership = membership(voters, learners, false);
        List<FollowerProgress> followers = membership.members().stream()
                .filter(member -> !member.equals(member("s1")))
                .map(member -> new FollowerProgress(
                        member,
                        behind.contains(member.toString()) ? 10 : LAST_INDEX,
                        !silent.contains(member.toString())))
                .toList();
        RaftStatus raft = new RaftStatus(
                Role.LEADER, 3, member("s1"), membership, 0, LAST_INDEX, LAST_INDEX, LAST_INDEX, followers);
        Step next = MembershipPlan.next(raft, entry(allocations), member("s1")).orElse(null);
        if (MembershipPlan.isFulfilled(membership, entry(allocations))) {
            assertThat(next).isNull();
        }
        return next;
    }

    private static Membership membership(String voters, String learners, boolean changing) {
        return new Membership(17, members(voters), members(learners), changing);
    }

    private static DatabaseEntry entry(String allocations) {
        return new DatabaseEntry(
                "sales",
                new UUID(0, 7),
                RequestedStatus.ONLINE,
                new Topology(1, 0),
                List.of("s1", "s2", "s3"),
                Stream.of(allocations.split(" ")).map(Allocation::parse).toList(),
                null,
                0,
                1);
    }

    private static List<MemberId> members(String texts) {
        return texts.isEmpty()
                ? List.of()
                : Stream.of(texts.split(" ")).map(MembershipPlanTest::member).toList();
    }

    private static MemberId member(String text) {
        return MembershipPlan.member(Allocation.parse(text));
    }
}
