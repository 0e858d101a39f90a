package dev.muster.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a lane measures of the way of its groups' entries, and how seldom. */
class LaneProfileTest {
    @Test
    void oneOfEightEntriesIsTimedAndCountsForAll() {
        SimCluster cluster = new SimCluster(1, 1).open();
        GroupSpec group = cluster.startEverywhere(1);
        SimCluster.Host host = cluster.leader(group);
        for (int i = 0; i < 30; i++) {
            cluster.propose(host, group, "entry " + i);
        }

        long last = host.group(group).status().appliedIndex();
        assertThat(host.server.profile().apply().count()).isEqualTo(last / 8 * 8);
    }

    @Test
    void oneRequestPerPeerIsMeasuredHoweverManyGroupsSendSome() {
        SimCluster cluster = new SimCluster(2, 3).open();
        List<GroupSpec> groups = new ArrayList<>();
        for (int number = 1; number <= 9; number++) {
            groups.add(cluster.startEverywhere(number));
        }
        SimCluster.Host host = cluster.leader(groups.get(0));
        List<GroupSpec> led =
                groups.stream().filter(group -> cluster.leader(group) == host).toList();
        assertThat(led).hasSizeGreaterThan(1);
        cluster.simulation.runFor(Duration.ofSeconds(2));
        Profile before = host.server.profile();

        led.forEach(group -> host.group(group).propose("entry".getBytes(StandardCharsets.UTF_8)));
        cluster.simulation.runFor(Duration.ofMillis(20));

        Profile since = host.server.profile().since(before);
        assertThat(since.queue().count()).isEqualTo(led.size());
        assertThat(since.roundTrip().count()).as("one to each of two peers").isEqualTo(2);
    }
}
