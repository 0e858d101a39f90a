package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What groups cost while nobody proposes anything. */
class IdleGroupsTest {
    private static final int GROUPS = 20;
    private static final int SECONDS = 3;
    /** Length, group, kind, term, index. */
    private static final int BEAT_BYTES = 4 + 16 + 1 + 4 + 8;

    private static final int HEADER_BYTES = 24;

    @Test
    void theHeartbeatsOfAllGroupsOfALaneLeaveInOneFramePerPeer() {
        SimCluster cluster = new SimCluster(1, 3).open();
        List<GroupSpec> groups = new ArrayList<>();
        for (int number = 1; number <= GROUPS; number++) {
            groups.add(cluster.startEverywhere(number));
            cluster.simulation.runFor(Duration.ofMillis(37)); // so that their timers do not begin together
        }
        groups.forEach(cluster::leader);
        cluster.simulation.runFor(Duration.ofSeconds(3));
        Map<String, Profile> before = profiles(cluster);
        long syncs = syncs(cluster);

        cluster.simulation.runFor(Duration.ofSeconds(SECONDS));

        int beats = SECONDS * 1_000 / cluster.settings.heartbeatMillis() + 1;
        profiles(cluster)
                .forEach((server, now) -> assertThat(
                                now.since(before.get(server)).framesSent())
                        .as(
                                "two peers, a heartbeat and an answer to each, some moments in two turns: frames of %s",
                                server)
                        .isLessThanOrEqualTo(3 * 2 * beats));
        profiles(cluster)
                .forEach((server, now) -> assertThat(
                                now.since(before.get(server)).bytesSent())
                        .as("beats and answers instead of appends: bytes of %s", server)
                        .isLessThanOrEqualTo((2 * GROUPS * BEAT_BYTES + 6 * HEADER_BYTES) * (long) beats));
        assertThat(syncs(cluster)).as("syncs").isEqualTo(syncs);
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
