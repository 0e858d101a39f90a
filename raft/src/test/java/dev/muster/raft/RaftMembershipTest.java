package dev.muster.raft;

import static dev.muster.raft.SimCluster.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class RaftMembershipTest {
    @Test
    void aServerJoinsAsALearnerFetchesTheStateAndIsPromoted() {
        SimCluster cluster = new SimCluster(1, 4).open();
        GroupSpec sales = cluster.startOn(1, "a", "b", "c");
        cluster.proposeMany(cluster.leader(sales), sales, "x", 50);
        SimCluster.Host d = cluster.join("d", sales);
        cluster.simulation.runFor(Duration.ofSeconds(2));
        assertThat(d.group(sales).status().role()).isEqualTo(Role.LEARNER);
        assertThat(d.group(sales).status().members()).isEmpty();

        Membership withLearner = cluster.addLearner(d, sales);

        assertThat(withLearner.voters()).containsExactly(member("a"), member("b"), member("c"));
        assertThat(withLearner.learners()).containsExactly(member("d"));
        cluster.untilEqual(sales);
        assertThat(d.state(sales).copies).isEqualTo(1);
        Membership withVoter = cluster.promote(d, sales);
        assertThat(withVoter.voters()).containsExactly(member("a"), member("b"), member("c"), member("d"));
        assertThat(withVoter.learners()).isEmpty();
        assertThat(withVoter.index()).isGreaterThan(withLearner.index());
        cluster.until("the new member knows", () -> d.group(sales).status().role() == Role.FOLLOWER);
        cluster.proposeMany(cluster.leader(sales), sales, "y", 50);
        cluster.untilEqual(sales);
        assertThat(d.state(sales).proposed()).hasSize(100);
        cluster.hosts
                .values()
                .forEach(host -> assertThat(host.group(sales).status().membership())
                        .as(host.name)
                        .isEqualTo(withVoter));
    }

    /** The state may have been born with a seed of which the log says nothing: no log is long enough. */
    @Test
    void aJoiningMemberGetsACopyEvenWhereTheLogReachesBackToItsFirstEntry() {
        SimCluster cluster = new SimCluster(2, 4).open();
        GroupSpec sales = cluster.startOn(1, "a", "b", "c");
        cluster.propose(cluster.leader(sales), sales, "x");
        SimCluster.Host d = cluster.join("d", sales);
        assertThat(cluster.leader(sales).group(sales).status().snapshotIndex()).isZero();
        cluster.addLearner(d, sales);

        SimCluster.Host old = cluster.leader(sales);
        old.crash();
        cluster.until("another leads", () -> cluster.leaderNow(sales) != null);
        cluster.untilEqual(sales);

        assertThat(d.state(sales).copies).isEqualTo(1);
        assertThat(d.state(sales).proposed()).containsExactly("x");
    }

    @Test
    void aDeadMemberIsReplaced() {
        SimCluster cluster = new SimCluster(3, 4).open();
        GroupSpec sales = cluster.startOn(1, "a", "b", "c");
        SimCluster.Host leader = cluster.leader(sales);
        SimCluster.Host dead = otherThan(leader, cluster, "a", "b", "c");
        dead.crash();
        cluster.proposeMany(leader, sales, "x", 20);
        SimCluster.Host d = cluster.join("d", sales);

        cluster.addLearner(d, sales);
        cluster.promote(d, sales);
        Membership replaced = cluster.remove(dead, sales);

        assertThat(replaced.voters())
                .hasSize(3)
                .contains(leader.member(), d.member())
                .doesNotContain(dead.member());
        leader.crash();
        cluster.until("the new member has a say in elections", () -> cluster.leaderNow(sales) != null);
        cluster.propose(cluster.leaderNow(sales), sales, "y");
        cluster.untilEqual(sales);
        assertThat(d.state(sales).proposed()).hasSize(21).endsWith("y");
    }

    @Test
    void aServerWhoseDiskWasWipedComesBackInANewLifeBesideItsOldOne() {
        SimCluster cluster = new SimCluster(4, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.proposeMany(leader, sales, "x", 20);
        SimCluster.Host wiped = otherThan(leader, cluster, "a", "b", "c");
        MemberId old = wiped.member();
        cluster.simulation.runFor(Duration.ofSeconds(1));
        wiped.crash();
        wiped.machines.clear();
        wiped.incarnation = 1;
        wiped.machine.restart();
        wiped.open("raft-of-the-new-disk");

        cluster.join(wiped.name, sales);
        cluster.addLearner(wiped, sales);
        cluster.promote(wiped, sales);
        Membership healed = cluster.join(cluster.leader(sales).group(sales).remove(old, cluster.membership(sales)));

        assertThat(healed.voters()).hasSize(3).contains(wiped.member()).doesNotContain(old);
        cluster.untilEqual(sales);
        assertThat(wiped.state(sales).proposed()).hasSize(20);
        assertThat(wiped.server.messagesForOtherLives())
                .as("what was meant for its former life")
                .isPositive();
    }

    @Test
    void aRemovedMemberDisturbsNobodyUntilItIsDestroyed() {
        SimCluster cluster = new SimCluster(5, 4).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        SimCluster.Host removed = otherThan(leader, cluster, "a", "b", "c", "d");
        cluster.remove(removed, sales);
        int term = leader.group(sales).status().term();

        cluster.simulation.runFor(Duration.ofSeconds(10));
        cluster.propose(leader, sales, "x");

        assertThat(cluster.leader(sales)).isSameAs(leader);
        assertThat(leader.group(sales).status().term()).isEqualTo(term);
        assertThat(removed.state(sales).proposed()).isEmpty();
        cluster.join(removed.group(sales).destroy());
        assertThat(removed.server.groupsOnDisk()).isEmpty();
    }

    @Test
    void learnersDoNotCountForMajorities() {
        SimCluster cluster = new SimCluster(6, 5).open();
        GroupSpec sales = cluster.startOn(1, "a", "b", "c");
        SimCluster.Host leader = cluster.leader(sales);
        cluster.addLearner(cluster.join("d", sales), sales);
        cluster.addLearner(cluster.join("e", sales), sales);
        cluster.untilEqual(sales);
        List.of("a", "b", "c").stream()
                .map(cluster::host)
                .filter(host -> host != leader)
                .forEach(SimCluster.Host::crash);

        CompletableFuture<Object> proposal =
                leader.group(sales).propose(bytes("lost")).toCompletableFuture();
        CompletableFuture<Long> barrier = leader.group(sales).barrier().toCompletableFuture();
        cluster.until("the leader gives up, although two learners answer", proposal::isDone);

        assertThatThrownBy(proposal::join).cause().isInstanceOf(RaftException.OutcomeUnknown.class);
        assertThatThrownBy(barrier::join).cause().isInstanceOf(RaftException.NotLeader.class);
        cluster.simulation.runFor(Duration.ofSeconds(3));
        assertThat(cluster.host("d").group(sales).status().role()).isEqualTo(Role.LEARNER);
        assertThat(cluster.leaderNow(sales)).isNull();
    }

    @Test
    void aLearnerServesAfterARestartAndIsStillALearner() {
        SimCluster cluster = new SimCluster(7, 4).open();
        GroupSpec sales = cluster.startOn(1, "a", "b", "c");
        cluster.proposeMany(cluster.leader(sales), sales, "x", 20);
        SimCluster.Host d = cluster.join("d", sales);
        cluster.addLearner(d, sales);
        cluster.untilEqual(sales);
        d.crash();
        cluster.proposeMany(cluster.leader(sales), sales, "y", 20);

        d.restart(List.of(GroupSpec.joining(sales.id(), sales.label())));
        cluster.untilEqual(sales);
        assertThat(d.group(sales).status().role()).isEqualTo(Role.LEARNER);
        assertThat(d.state(sales).proposed()).hasSize(40);
        cluster.promote(d, sales);
        cluster.until("it votes", () -> d.group(sales).status().role() == Role.FOLLOWER);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.join(leader.group(sales).transferLeadership(d.member()));
        cluster.propose(cluster.leader(sales), sales, "z");
        assertThat(cluster.leader(sales)).isSameAs(d);
    }

    @Test
    void aChangeThatDoesNotReachAMajorityIsTakenBack() {
        changeIsTakenBack(false);
    }

    /** MicroRaft 0.7 breaks off in the middle of taking over a snapshot here. */
    @Test
    void aChangeThatDoesNotReachAMajorityIsTakenBackByACopyOfTheStateToo() {
        changeIsTakenBack(true);
    }

    private static void changeIsTakenBack(boolean copied) {
        SimCluster cluster = new SimCluster(8, 5).open();
        GroupSpec sales = cluster.startOn(1, "a", "b", "c");
        SimCluster.Host old = cluster.leader(sales);
        cluster.proposeMany(old, sales, "x", 20);
        SimCluster.Host d = cluster.join("d", sales);
        cluster.hosts.values().stream()
                .filter(host -> host != old && host != d)
                .forEach(host -> cluster.simulation.network().cut(old.name, host.name));

        CompletionStage<Membership> added = old.group(sales).addLearner(d.member(), 0);
        cluster.until(
                "the change is given up", () -> added.toCompletableFuture().isDone());
        assertThatThrownBy(() -> cluster.join(added)).cause().isInstanceOf(RaftException.OutcomeUnknown.class);
        assertThat(old.group(sales).status().membership().changing()).isTrue();
        cluster.until("another leads", () -> cluster.leaderNow(sales) != null && cluster.leaderNow(sales) != old);
        SimCluster.Host next = cluster.leaderNow(sales);
        cluster.proposeMany(next, sales, "y", copied ? 600 : 20);
        cluster.join(next.group(sales).takeSnapshot());
        cluster.simulation.network().healAll();
        d.crash();
        d.groups.clear();
        d.machines.clear();
        cluster.untilEqual(sales);

        Membership before = new Membership(0, sales.initialMembers(), List.of(), false);
        cluster.until(
                "it is taken back", () -> old.group(sales).status().membership().equals(before));
        assertThat(old.state(sales).copies).isEqualTo(copied ? 1 : 0);
        assertThat(old.state(sales).proposed()).hasSize(copied ? 620 : 40);
        SimCluster.Host e = cluster.join("e", sales);
        cluster.addLearner(e, sales);
        cluster.promote(e, sales);
        cluster.until("all know", () -> old.group(sales).status().members().size() == 4);
    }

    @Test
    void aGroupOfOneGrowsToThreeAndShrinksToOne() {
        SimCluster cluster = new SimCluster(9, 3).open();
        GroupSpec sales = cluster.startOn(1, "a");
        cluster.propose(cluster.leader(sales), sales, "x");
        for (String name : List.of("b", "c")) {
            SimCluster.Host host = cluster.join(name, sales);
            cluster.addLearner(host, sales);
            cluster.promote(host, sales);
        }
        cluster.proposeMany(cluster.leader(sales), sales, "y", 10);
        cluster.join(cluster.host("a").group(sales).transferLeadership(member("c")));
        cluster.until("c leads", () -> cluster.leaderNow(sales) == cluster.host("c"));

        cluster.remove(cluster.host("a"), sales);
        Membership alone = cluster.remove(cluster.host("b"), sales);
        cluster.host("a").crash();
        cluster.host("b").crash();

        assertThat(alone.voters()).containsExactly(member("c"));
        cluster.propose(cluster.leader(sales), sales, "z");
        assertThat(cluster.host("c").state(sales).proposed()).hasSize(12).endsWith("z");
        cluster.host("c").crash();
        cluster.host("c").restart(List.of(sales));
        cluster.propose(cluster.leader(sales), sales, "again");
        assertThat(cluster.host("c").state(sales).proposed()).hasSize(13);
    }

    private static SimCluster.Host otherThan(SimCluster.Host one, SimCluster cluster, String... names) {
        return List.of(names).stream()
                .map(cluster::host)
                .filter(host -> host != one)
                .findFirst()
                .orElseThrow();
    }

    private static MemberId member(String name) {
        return new MemberId(name, 0);
    }
}
