package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What groups cost while nobody proposes anything. */
class IdleGroupsTest {
    private static final int GROUPS = 20;
    private static final int SECONDS = 3;
    /** Length, group, kind, term, index. */
    private static final int BEAT_BYTES = 4 + 16 + 1 + 4 + 8;

    private static final int HEADER_BYTES = 24;

    @Test
    void theHeartbeatsOfAllGroupsOfALaneLeaveInOneFramePerPeerForWhichTheLaneWakesOnce() {
        SimCluster cluster = new SimCluster(1, 3).open();
        Map<String, AtomicInteger> turns = countTurns(cluster);
        List<GroupSpec> groups = new ArrayList<>();
        for (int number = 1; number <= GROUPS; number++) {
            groups.add(cluster.startEverywhere(number));
            cluster.simulation.runFor(Duration.ofMillis(37)); // so that their timers do not begin together
        }
        groups.forEach(cluster::leader);
        cluster.simulation.runFor(Duration.ofSeconds(3));
        Map<String, Profile> before = profiles(cluster);
        long syncs = syncs(cluster);
        turns.values().forEach(count -> count.set(0));

        cluster.simulation.runFor(Duration.ofSeconds(SECONDS));

        int beats = SECONDS * 1_000 / cluster.settings.heartbeatMillis() + 1;
        profiles(cluster)
                .forEach((server, now) -> assertThat(
                                now.since(before.get(server)).framesSent())
                        .as("two peers, a frame with heartbeats and answers to each: frames of %s", server)
                        .isLessThanOrEqualTo(2 * beats));
        turns.forEach((server, count) ->
                assertThat(count.get()).as("turns of the lane of %s", server).isLessThanOrEqualTo(beats));
        profiles(cluster)
                .forEach((server, now) -> assertThat(
                                now.since(before.get(server)).bytesSent())
                        .as("beats and answers instead of appends: bytes of %s", server)
                        .isLessThanOrEqualTo((2 * GROUPS * BEAT_BYTES + 2 * HEADER_BYTES) * (long) beats));
        assertThat(syncs(cluster)).as("syncs").isEqualTo(syncs);
    }

    /** The library keeps in mind that it asked, although it has a leader again. */
    @Test
    void aFollowerThatAskedForVotesInVainIsAsQuietAsBefore() {
        SimCluster cluster = new SimCluster(2, 3).open();
        GroupSpec sales = cluster.startEverywhere(1);
        SimCluster.Host leader = cluster.leader(sales);
        SimCluster.Host follower = cluster.hosts.values().stream()
                .filter(host -> host != leader)
                .findFirst()
                .orElseThrow();
        cluster.simulation.network().cut(leader.name, follower.name);
        cluster.simulation.runFor(Duration.ofSeconds(1));
        assertThat(follower.group(sales).status().leader()).isNull();
        cluster.simulation.network().healAll();
        cluster.simulation.runFor(Duration.ofSeconds(5));
        Map<String, AtomicInteger> turns = countTurns(cluster);

        cluster.simulation.runFor(Duration.ofSeconds(SECONDS));

        assertThat(cluster.leaderNow(sales)).isSameAs(leader);
        turns.forEach((server, count) -> assertThat(count.get())
                .as("turns of the lane of %s", server)
                .isLessThanOrEqualTo(SECONDS * 1_000 / cluster.settings.heartbeatMillis() + 1));
    }

    /** What waits for the lane's next moment must not make leaders look as if they had been silent for so much longer. */
    @Test
    void aLeaderThatFallsSilentIsSucceededWhenTheTimeoutIsOverSinceItsLastBeatCame() {
        for (long seed = 1; seed <= 20; seed++) {
            SimCluster cluster = new SimCluster(seed, 3).open();
            GroupSpec sales = cluster.startEverywhere(1);
            cluster.simulation.runFor(Duration.ofSeconds(5).plusMillis(10 * seed));
            SimCluster.Host leader = cluster.leader(sales);

            leader.machine.pause();

            cluster.simulation.runUntil(
                    "another than the silent one leads",
                    () -> cluster.leaderNow(sales) != leader && cluster.leaderNow(sales) != null,
                    Duration.ofMillis(cluster.settings.electionTimeoutMillis() + 100));
        }
    }

    /** How often each server's lane has been awake. */
    private static Map<String, AtomicInteger> countTurns(SimCluster cluster) {
        Map<String, AtomicInteger> turns = new LinkedHashMap<>();
        cluster.hosts.forEach((name, host) -> {
            AtomicInteger count = new AtomicInteger();
            host.lane.onTurnEnd(count::incrementAndGet);
            turns.put(name, count);
        });
        return turns;
    }

    private static Map<String, Profile> profiles(SimCluster cluster) {
        Map<String, Profile> profiles = new LinkedHashMap<>();
        cluster.hosts.forEach((name, host) -> profiles.put(name, host.server.profile()));
        return profiles;
    }

    private static long syncs(SimCluster cluster) {
        return cluster.hosts.values().stream()
                .mapToLong(host -> host.server.metrics().syncs())
                .sum();
    }
}
