package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Each entry of the table of refused changes, provoked. */
class MembershipRefusalTest {
    private static final Set<MembershipProblem> PROVOKED = EnumSet.noneOf(MembershipProblem.class);

    private final SimCluster cluster = new SimCluster(1, 6).open();
    private final GroupSpec sales = cluster.startOn(1, "a", "b", "c");
    private final SimCluster.Host leader = cluster.leader(sales);
    private final RaftGroup group = leader.group(sales);

    @AfterAll
    static void allWereProvoked() {
        assertThat(PROVOKED).containsExactlyInAnyOrder(MembershipProblem.values());
    }

    @Test
    void whoLooksAtAnOldMembershipDecidesAnew() {
        refused(
                () -> group.addLearner(member("d"), 7),
                MembershipProblem.CHANGED_MEANWHILE,
                "the membership of db1 is that of entry 0 by now, not that of entry 7"
                        + " (look at it again and decide anew)");
    }

    @Test
    void oneChangeAtATime() {
        CompletionStage<Membership> first = group.addLearner(member("d"), 0);
        refused(
                () -> group.addLearner(member("e"), 0),
                MembershipProblem.CHANGE_UNDER_WAY,
                "another change of the membership of db1 is under way (wait for it to end)");
        assertThat(cluster.join(first).learners()).containsExactly(member("d"));
    }

    @Test
    void aMemberIsNotAddedTwice() {
        refused(
                () -> group.addLearner(member("b"), 0),
                MembershipProblem.ALREADY_MEMBER,
                "b belongs to db1 already (promote it if it is to vote)");
        refused(
                () -> group.promote(member("b"), 0),
                MembershipProblem.ALREADY_VOTER,
                "b votes in db1 already (nothing is to be done)");
    }

    @Test
    void aStrangerIsNeitherPromotedNorRemoved() {
        String text = "d does not belong to db1 (add it as a learner first)";
        refused(() -> group.promote(member("d"), 0), MembershipProblem.NOT_A_MEMBER, text);
        refused(() -> group.remove(member("d"), 0), MembershipProblem.NOT_A_MEMBER, text);
    }

    @Test
    void aFounderComesBackInANewIncarnationOnly() {
        SimCluster.Host gone = follower();
        long index = cluster.remove(gone, sales).index();

        refused(
                () -> group.addLearner(gone.member(), index),
                MembershipProblem.FOUNDER,
                gone.name + " is one of the members that db1 was born with and cannot come back"
                        + " (let it join in a new incarnation)");
        assertThat(cluster.join(group.addLearner(new MemberId(gone.name, 1), index))
                        .learners())
                .containsExactly(new MemberId(gone.name, 1));
    }

    @Test
    void thereIsNoThirdLearner() {
        cluster.join(group.addLearner(member("d"), 0));
        long index = cluster.join(group.addLearner(member("e"), cluster.membership(sales)))
                .index();

        refused(
                () -> group.addLearner(member("f"), index),
                MembershipProblem.TOO_MANY_LEARNERS,
                "db1 has 2 learners, and more than 2 are not supported (promote or remove one first)");
    }

    @Test
    void aLearnerThatIsFarBehindOrSilentIsNotPromoted() {
        SimCluster.Host d = cluster.join("d", sales);
        cluster.addLearner(d, sales);
        cluster.untilCaughtUp(d, sales);
        d.crash();
        cluster.proposeMany(leader, sales, "x", 300);
        long last = group.status().lastIndex();
        long match = last - 300;
        long index = cluster.membership(sales);
        refused(
                () -> group.promote(d.member(), index),
                MembershipProblem.NOT_CAUGHT_UP,
                "d has entries of db1 up to " + match + " only, the leader has " + last
                        + " (try again when it has caught up)");
        assertThat(group.status().lag(d.member())).isEqualTo(300);

        cluster.simulation.runFor(java.time.Duration.ofSeconds(1));
        refused(
                () -> group.promote(d.member(), index),
                MembershipProblem.NOT_ANSWERING,
                "d has not answered the leader of db1 lately (see whether it runs and can be reached)");
        d.restart(List.of(GroupSpec.joining(sales.id(), sales.label())));
        assertThat(cluster.promote(d, sales).voters()).contains(d.member());
    }

    @Test
    void theLeaderHandsOverBeforeItIsRemoved() {
        refused(
                () -> group.remove(leader.member(), 0),
                MembershipProblem.LEADER,
                leader.name + " leads db1 (hand leadership over to another member first)");
    }

    @Test
    void theLastMajorityIsNotTakenAway() {
        SimCluster.Host dead = follower();
        SimCluster.Host alive = cluster.hosts.values().stream()
                .filter(host -> host.group(sales) != null && host != leader && host != dead)
                .findFirst()
                .orElseThrow();
        dead.crash();
        cluster.simulation.runFor(java.time.Duration.ofSeconds(1));

        refused(
                () -> group.remove(alive.member(), 0),
                MembershipProblem.NO_MAJORITY,
                "of the 2 voters that db1 would have, only 1 answer (bring voters back, or add some first)");
        assertThat(cluster.remove(dead, sales).voters()).hasSize(2);
    }

    @Test
    void onlyTheLeaderChangesTheMembership() {
        RaftGroup follower = follower().group(sales);
        List<Supplier<CompletionStage<Membership>>> changes = Arrays.asList(
                () -> follower.addLearner(member("d"), 0),
                () -> follower.promote(member("d"), 0),
                () -> follower.remove(leader.member(), 0));
        changes.forEach(change -> assertThatThrownBy(() -> cluster.join(change.get()))
                .cause()
                .isInstanceOf(RaftException.NotLeader.class)
                .hasMessage("not the leader of db1; the leader is " + leader.name));
    }

    @Test
    void aSpecSaysEitherWhoFoundsTheGroupOrThatItsMemberJoins() {
        assertThatThrownBy(() -> new GroupSpec(sales.id(), "db1", List.of()))
                .hasMessage("a group needs at least one member: db1");
        assertThatThrownBy(() -> new GroupSpec(sales.id(), "db1", List.of(member("a")), true, null))
                .hasMessage("who joins has no initial members: db1");
    }

    private void refused(Supplier<CompletionStage<Membership>> change, MembershipProblem problem, String text) {
        assertThatThrownBy(() -> cluster.join(change.get()))
                .cause()
                .isInstanceOfSatisfying(
                        RaftException.ChangeRefused.class,
                        refusal -> assertThat(refusal.problem()).isEqualTo(problem))
                .hasMessage(text);
        PROVOKED.add(problem);
    }

    private SimCluster.Host follower() {
        cluster.simulation.runFor(java.time.Duration.ofMillis(300));
        return cluster.hosts.values().stream()
                .filter(host -> host.group(sales) != null && host != leader)
                .findFirst()
                .orElseThrow();
    }

    private static MemberId member(String name) {
        return new MemberId(name, 0);
    }
}
