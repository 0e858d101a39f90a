package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Latency;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Followers whose leader's process ends need not wait until its silence tells them. */
class LeaderLossTest {
    private static final Duration SOON = Duration.ofMillis(200);

    @Test
    void aKilledLeaderIsSucceededLongBeforeTheElectionTimeoutIsOver() {
        for (long seed = 1; seed <= 20; seed++) {
            SimCluster cluster = clusterWhoseBreaksAreHeardOfAtOnce(seed);
            GroupSpec sales = cluster.startEverywhere(1);
            cluster.simulation.runFor(Duration.ofSeconds(5));
            SimCluster.Host leader = cluster.leader(sales);
            int term = term(leader, sales);

            leader.machine.kill();

            cluster.simulation.runUntil("another leads", () -> cluster.leaderNow(sales) != null, SOON);
            assertThat(term(cluster.leaderNow(sales), sales))
                    .as("elections that seed %d needed", seed)
                    .isEqualTo(term + 1);
        }
    }

    @Test
    void aLeaderWhoseMachineIsGoneIsSucceededWhenTheTimeoutIsOver() {
        SimCluster cluster = clusterWhoseBreaksAreHeardOfAtOnce(1);
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        cluster.simulation.runFor(Duration.ofSeconds(1));

        leader.crash();

        cluster.simulation.runFor(Duration.ofMillis(400));
        assertThat(cluster.leaderNow(sales)).isNull();
        cluster.simulation.runUntil("another leads", () -> cluster.leaderNow(sales) != null, Duration.ofSeconds(1));
    }

    @Test
    void aFollowerThatHasABrokenConnectionOnlyGoesOnFollowing() {
        SimCluster cluster = clusterWhoseBreaksAreHeardOfAtOnce(2);
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        int term = term(leader, sales);
        for (int i = 0; i < 20; i++) {
            cluster.simulation.runFor(Duration.ofMillis(130));
            for (SimCluster.Host other : others(cluster, leader)) {
                cluster.simulation.network().breakConnections(other.name, leader.name);
                cluster.simulation.network().breakConnections(leader.name, other.name);
            }
        }

        assertThat(cluster.leaderNow(sales)).isSameAs(leader);
        assertThat(term(leader, sales)).isEqualTo(term);
    }

    @Test
    void aFollowerThatIsRefusedAloneDoesNotUnseatTheLeader() {
        SimCluster cluster = new SimCluster(3, 3);
        Set<String> refusing = new HashSet<>();
        cluster.hosts.values().forEach(host -> host.around = world -> refused(world, refusing));
        cluster.open();
        cluster.simulation.network().setBreakTime(Latency.between(Duration.ZERO, Duration.ofMillis(1)));
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        int term = term(leader, sales);
        SimCluster.Host astray = others(cluster, leader).get(0);
        cluster.simulation.runFor(Duration.ofSeconds(1));

        int givenUp = 0;
        for (int i = 0; i < 20; i++) {
            refusing.add(leader.name);
            cluster.simulation.network().breakConnections(astray.name, leader.name);
            givenUp += countOfLeaderless(cluster, astray, sales, Duration.ofMillis(300));
            refusing.clear();
            cluster.simulation.runFor(Duration.ofMillis(500));
        }
        cluster.proposeMany(leader, sales, "x", 10);

        assertThat(cluster.leaderNow(sales)).isSameAs(leader);
        assertThat(term(leader, sales)).isEqualTo(term);
        assertThat(givenUp).isPositive();
        assertThat(astray.group(sales).status().leader()).isEqualTo(leader.member());
        cluster.untilEqual(sales);
    }

    @Test
    void theGroupsOfAKilledServerAreDividedAmongTheOthers() {
        SimCluster cluster = clusterWhoseBreaksAreHeardOfAtOnce(4);
        List<GroupSpec> groups = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            groups.add(cluster.startEverywhere(number));
        }
        groups.forEach(cluster::leader);
        for (GroupSpec group : groups) {
            if (cluster.leader(group) != cluster.host("a")) {
                cluster.join(cluster.leader(group)
                        .group(group)
                        .transferLeadership(cluster.host("a").member()));
            }
        }
        groups.forEach(group -> assertThat(cluster.leader(group)).isSameAs(cluster.host("a")));

        cluster.host("a").machine.kill();

        TreeMap<String, Integer> led = new TreeMap<>();
        for (GroupSpec group : groups) {
            led.merge(cluster.leader(group).name, 1, Integer::sum);
        }
        assertThat(led)
                .containsOnlyKeys("b", "c")
                .allSatisfy((name, count) -> assertThat(count).isBetween(10, 30));
    }

    private static SimCluster clusterWhoseBreaksAreHeardOfAtOnce(long seed) {
        SimCluster cluster = new SimCluster(seed, 3).open();
        cluster.simulation.network().setBreakTime(Latency.between(Duration.ZERO, Duration.ofMillis(1)));
        return cluster;
    }

    /** Of the milliseconds that follow, those in which the server knows no leader. */
    private static int countOfLeaderless(SimCluster cluster, SimCluster.Host host, GroupSpec spec, Duration time) {
        int count = 0;
        for (int millis = 0; millis < time.toMillis(); millis++) {
            cluster.simulation.runFor(Duration.ofMillis(1));
            count += host.group(spec).status().leader() == null ? 1 : 0;
        }
        return count;
    }

    /** Whoever connects to one of these servers is refused. */
    private static World refused(World world, Set<String> refusing) {
        Network network = new Network() {
            @Override
            public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
                return world.network().listen(local, acceptor);
            }

            @Override
            public CompletionStage<Connection> connect(
                    SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
                return refusing.contains(remote.host())
                        ? CompletableFuture.failedFuture(new ConnectException("connection refused"))
                        : world.network().connect(remote, handler, timeoutMillis);
            }

            @Override
            public void close() {
                world.network().close();
            }
        };
        return new World(world.clock(), world.scheduler(), world.random(), world.disk(), network);
    }

    private static int term(SimCluster.Host host, GroupSpec spec) {
        return host.group(spec).status().term();
    }

    private static List<SimCluster.Host> others(SimCluster cluster, SimCluster.Host one) {
        return cluster.hosts.values().stream().filter(host -> host != one).toList();
    }
}
