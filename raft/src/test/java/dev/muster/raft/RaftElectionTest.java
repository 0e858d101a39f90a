package dev.muster.raft;

import static dev.muster.raft.SimCluster.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Leaders that are cut off, followers that come back, connections that work in one direction only. */
class RaftElectionTest {
    /** MicroRaft 0.7: who once asked for pre-votes in vain never asks again in that term. */
    @Test
    void followersThatRestartedUnderALeaderStillElectAnotherWhenItDies() {
        SimCluster cluster = new SimCluster(1, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        int term = term(leader, sales);
        for (SimCluster.Host follower : others(cluster, leader)) {
            follower.crash();
            follower.restart(List.of(sales));
            cluster.simulation.runFor(Duration.ofSeconds(2));
        }
        assertThat(cluster.leader(sales)).isSameAs(leader);
        assertThat(term(leader, sales)).isEqualTo(term);

        leader.crash();

        cluster.until("another leads", () -> cluster.leaderNow(sales) != null);
    }

    /** The same by a partition of each, without any restart. */
    @Test
    void followersThatWereCutOffOneByOneStillElectAnotherWhenTheLeaderDies() {
        SimCluster cluster = new SimCluster(2, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        int term = term(leader, sales);
        for (SimCluster.Host follower : others(cluster, leader)) {
            isolate(cluster, follower);
            cluster.simulation.runFor(Duration.ofSeconds(3));
            cluster.simulation.network().healAll();
            cluster.simulation.runFor(Duration.ofSeconds(3));
        }
        assertThat(term(leader, sales)).isEqualTo(term);

        leader.crash();

        cluster.until("another leads", () -> cluster.leaderNow(sales) != null);
    }

    @Test
    void anIsolatedLeaderStopsAcceptingWithinTheElectionTimeoutAndAcknowledgesNothing() {
        SimCluster cluster = new SimCluster(3, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host old = cluster.leader(sales);
        cluster.propose(old, sales, "before");
        isolate(cluster, old);
        long cutAt = cluster.simulation.nowNanos();
        List<CompletableFuture<Object>> proposals = new ArrayList<>();
        while (old.group(sales).status().role() == Role.LEADER) {
            proposals.add(old.group(sales).propose(bytes("lost")).toCompletableFuture());
            cluster.simulation.runFor(Duration.ofMillis(10));
        }

        Duration led = Duration.ofNanos(cluster.simulation.nowNanos() - cutAt);
        assertThat(led).isLessThan(Duration.ofMillis(600 + 2 * 150));
        cluster.until("all are answered", () -> proposals.stream().allMatch(CompletableFuture::isDone));
        assertThat(proposals)
                .hasSizeGreaterThan(40)
                .allSatisfy(proposal -> assertThatThrownBy(proposal::join)
                        .cause()
                        // Its status is told a turn later than it steps down.
                        .isInstanceOfAny(RaftException.OutcomeUnknown.class, RaftException.NotLeader.class));
        assertThatThrownBy(proposals.get(0)::join).cause().isInstanceOf(RaftException.OutcomeUnknown.class);
        assertThatThrownBy(() -> cluster.propose(old, sales, "refused"))
                .cause()
                .isInstanceOf(RaftException.NotLeader.class)
                .hasMessage("not the leader of db1; no leader is known");
        SimCluster.Host next = cluster.leader(sales);
        cluster.propose(next, sales, "after");
        cluster.simulation.network().healAll();
        cluster.untilEqual(sales);
        assertThat(old.state(sales).proposed()).containsExactly("before", "after");
    }

    @Test
    void anIsolatedFollowerThatComesBackDoesNotDisturbTheLeader() {
        SimCluster cluster = new SimCluster(4, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        int term = term(leader, sales);
        SimCluster.Host follower = others(cluster, leader).get(0);
        isolate(cluster, follower);
        cluster.simulation.runFor(Duration.ofSeconds(20));
        cluster.proposeMany(leader, sales, "x", 10);
        assertThat(term(follower, sales)).isEqualTo(term);
        assertThat(follower.group(sales).status().leader()).isNull();

        cluster.simulation.network().healAll();
        cluster.untilEqual(sales);
        cluster.simulation.runFor(Duration.ofSeconds(5));

        assertThat(term(leader, sales)).isEqualTo(term);
        assertThat(cluster.leaderNow(sales)).isSameAs(leader);
        assertThat(follower.group(sales).status().leader()).isEqualTo(leader.member());
    }

    /** MicroRaft 0.7 raises the term with every election that fails, without asking for pre-votes again. */
    @Test
    void aCandidateThatIsCutOffDuringItsElectionDoesNotRaiseTheTermOnAndOn() {
        SimCluster cluster = new SimCluster(5, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        int term = term(leader, sales);
        leader.crash();
        List<SimCluster.Host> others = others(cluster, leader);
        cluster.until("one is a candidate", () -> candidate(others, sales) != null);
        SimCluster.Host candidate = candidate(others, sales);
        isolate(cluster, candidate);

        cluster.simulation.runFor(Duration.ofSeconds(30));

        assertThat(term(candidate, sales)).isEqualTo(term + 1);
        assertThat(candidate.group(sales).status().role()).isEqualTo(Role.FOLLOWER);
        cluster.simulation.network().healAll();
        cluster.until("one leads", () -> cluster.leaderNow(sales) != null);
    }

    @Test
    void aFollowerThatHearsNothingOfItsLeaderAsksInVainAndTheOthersGoOn() {
        SimCluster cluster = new SimCluster(6, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        int term = term(leader, sales);
        SimCluster.Host deaf = others(cluster, leader).get(0);
        cluster.simulation.network().cutOneWay(leader.name, deaf.name);

        cluster.simulation.runFor(Duration.ofSeconds(20));
        cluster.proposeMany(leader, sales, "x", 10);

        assertThat(cluster.leaderNow(sales)).isSameAs(leader);
        assertThat(term(leader, sales)).isEqualTo(term);
        cluster.simulation.network().healAll();
        cluster.untilEqual(sales);
        assertThat(term(leader, sales)).isEqualTo(term);
    }

    @Test
    void aLeaderThatHearsNobodyMakesRoomForAnother() {
        SimCluster cluster = new SimCluster(7, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host deaf = cluster.leader(sales);
        int term = term(deaf, sales);
        others(cluster, deaf).forEach(other -> cluster.simulation.network().cutOneWay(other.name, deaf.name));

        cluster.until("another leads", () -> cluster.leaderNow(sales) != null && cluster.leaderNow(sales) != deaf);
        SimCluster.Host next = cluster.leaderNow(sales);
        cluster.simulation.runFor(Duration.ofSeconds(20));
        cluster.proposeMany(next, sales, "x", 10);

        assertThat(cluster.leaderNow(sales)).isSameAs(next);
        assertThat(term(next, sales)).isBetween(term + 1, term + 3);
        cluster.simulation.network().healAll();
        cluster.untilEqual(sales);
        assertThat(cluster.leaderNow(sales)).isSameAs(next);
    }

    @Test
    void aHandoverToAMemberThatCannotBeReachedIsGivenUpAndTheLeaderGoesOn() {
        SimCluster cluster = new SimCluster(8, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        SimCluster.Host gone = others(cluster, leader).get(0);
        isolate(cluster, gone);

        assertThatThrownBy(() -> cluster.join(leader.group(sales).transferLeadership(gone.member())))
                .cause()
                .isInstanceOf(RaftException.Overloaded.class)
                .hasMessageContaining("did not take over");
        cluster.propose(cluster.leader(sales), sales, "x");
    }

    /** With a slow disk it takes a while until a candidate has won and shows itself; then one split vote is bad luck enough. */
    @Test
    void whoHasGivenItsVoteAwayLetsTheCandidateWin() {
        List<Integer> terms = new ArrayList<>();
        for (long seed = 1; seed <= 60; seed++) {
            SimCluster cluster = new SimCluster(seed, 3).open();
            cluster.hosts
                    .values()
                    .forEach(host -> host.machine.disk().setSyncTime(Duration.ofMillis(20), Duration.ofMillis(40)));
            GroupSpec sales = cluster.startEverywhere(1);
            terms.add(term(cluster.leader(sales), sales));
        }
        assertThat(terms).as("terms of the first leaders").allMatch(term -> term <= 2);
    }

    private static SimCluster.Host candidate(List<SimCluster.Host> hosts, GroupSpec spec) {
        return hosts.stream()
                .filter(host -> host.group(spec).status().role() == Role.CANDIDATE)
                .findFirst()
                .orElse(null);
    }

    private static int term(SimCluster.Host host, GroupSpec spec) {
        return host.group(spec).status().term();
    }

    private static List<SimCluster.Host> others(SimCluster cluster, SimCluster.Host one) {
        return cluster.hosts.values().stream().filter(host -> host != one).toList();
    }

    private static void isolate(SimCluster cluster, SimCluster.Host one) {
        others(cluster, one).forEach(other -> cluster.simulation.network().cut(one.name, other.name));
    }

    /** As the members of a database that has just been created. */
    @Test
    void membersThatStartOneAfterTheOtherAgreeInTheFirstTermAndAtOnce() {
        for (long seed = 1; seed <= 30; seed++) {
            SimCluster cluster = new SimCluster(seed, 3).open();
            for (int number = 1; number <= 3; number++) {
                GroupSpec sales = cluster.spec(number);
                for (String server : List.of("a", "b", "c")) {
                    cluster.host(server).start(sales);
                    cluster.simulation.runFor(Duration.ofMillis(8));
                }
                cluster.simulation.runUntil(
                        "all know a leader",
                        () -> cluster.hosts.values().stream()
                                .allMatch(host -> host.group(sales).status().leader() != null),
                        Duration.ofMillis(100));
                assertThat(cluster.leader(sales).group(sales).status().term())
                        .as("elections of group %d with seed %d", number, seed)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void membersThatStartAtTheSameTimeDoNotDivideTheirVotes() {
        for (long seed = 1; seed <= 30; seed++) {
            SimCluster cluster = new SimCluster(seed, 3).open();
            cluster.simulation.network().setLatency(Duration.ofMillis(5), Duration.ofMillis(10));
            GroupSpec warming = cluster.startEverywhere(0); // connects the servers
            cluster.leader(warming);
            for (int number = 1; number <= 5; number++) {
                GroupSpec sales = cluster.startEverywhere(number);
                assertThat(cluster.leader(sales).group(sales).status().term())
                        .as("elections of group %d with seed %d", number, seed)
                        .isEqualTo(1);
            }
        }
    }
}
