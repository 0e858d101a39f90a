package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What leaders and followers make of a log that was cut before, or that begins with a snapshot. */
class CutLogTest {

    @Test
    void aLeaderThatCutsItsRestoredLogWhileAMemberIsDownGoesOnLeadingAndBringsTheMemberBack() {
        SimCluster cluster = new SimCluster(21, 3).open();
        GroupSpec sales = allRestartedOnASnapshot(cluster);
        SimCluster.Host down = cluster.host("c");
        down.crash();
        SimCluster.Host leader = cluster.leader(sales);
        cluster.propose(leader, sales, "while it is down");
        cluster.join(leader.group(sales).takeSnapshot());
        int term = leader.group(sales).status().term();
        cluster.simulation.runFor(Duration.ofSeconds(5));

        assertThat(cluster.leaderNow(sales)).isSameAs(leader);
        down.restart(List.of(sales));
        cluster.untilEqual(sales);
        cluster.until("it has all", () -> down.state(sales).proposed().contains("while it is down"));
        cluster.propose(leader, sales, "afterwards");
        cluster.untilEqual(sales);

        assertThat(leader.group(sales).status().term()).isEqualTo(term);
        assertThat(down.state(sales).proposed()).hasSize(22).endsWith("while it is down", "afterwards");
    }

    @Test
    void aLeaderThatCutsItsLogTwiceGoesOnLeadingAndBringsBackAMemberThatMissedTheSecondTime() {
        SimCluster cluster = new SimCluster(23, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.proposeMany(leader, sales, "x", 20);
        cluster.hosts.values().stream()
                .filter(host -> host != leader)
                .forEach(host -> cluster.untilCaughtUp(host, sales));
        cluster.join(leader.group(sales).takeSnapshot());
        SimCluster.Host down = follower(cluster, leader);
        down.crash();
        cluster.propose(leader, sales, "while it is down");
        cluster.join(leader.group(sales).takeSnapshot());
        int term = leader.group(sales).status().term();
        cluster.simulation.runFor(Duration.ofSeconds(5));

        down.restart(List.of(sales));
        cluster.until("it has all", () -> down.state(sales).proposed().size() == 21);

        assertThat(leader.group(sales).status().term()).isEqualTo(term);
    }

    @Test
    void aMemberWhoseLastAnswersWereLostAndWhichThenCutItsLogCatchesUpUnderTheSameLeader() {
        SimCluster cluster = new SimCluster(22, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.proposeMany(leader, sales, "known ", 10);
        cluster.untilEqual(sales);
        int term = leader.group(sales).status().term();
        SimCluster.Host unheard = follower(cluster, leader);
        cluster.simulation.network().cutOneWay(unheard.name, leader.name);
        cluster.proposeMany(leader, sales, "unheard ", 10);
        cluster.until("it has them", () -> unheard.state(sales).proposed().size() == 20);
        cluster.join(unheard.group(sales).takeSnapshot());
        unheard.crash();
        cluster.simulation.network().healAll();
        unheard.restart(List.of(sales));

        cluster.propose(leader, sales, "afterwards");
        cluster.until("it has caught up", () -> unheard.state(sales).proposed().contains("afterwards"));

        assertThat(leader.group(sales).status().term()).isEqualTo(term);
        assertThat(unheard.state(sales).proposed()).hasSize(21);
        assertThat(unheard.state(sales).copies).isZero();
    }

    private static SimCluster.Host follower(SimCluster cluster, SimCluster.Host leader) {
        return cluster.hosts.values().stream()
                .filter(host -> host != leader)
                .findFirst()
                .orElseThrow();
    }

    /** A group whose members all begin with a snapshot and no entries. */
    private static GroupSpec allRestartedOnASnapshot(SimCluster cluster) {
        GroupSpec sales = cluster.startEverywhere(1);
        cluster.proposeMany(cluster.leader(sales), sales, "x", 20);
        cluster.untilEqual(sales);
        cluster.hosts.values().forEach(host -> cluster.join(host.group(sales).takeSnapshot()));
        cluster.hosts.values().forEach(SimCluster.Host::crash);
        cluster.hosts.values().forEach(host -> host.restart(List.of(sales)));
        return sales;
    }
}
