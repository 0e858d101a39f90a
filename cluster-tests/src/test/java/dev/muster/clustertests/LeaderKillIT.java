package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Kill -9 of a leader under load, with real processes and real disks. Alone: a leader that others keep from the processors
 * for longer than an election's patience is a second loss, which users may hear of.
 */
@Isolated
@MusterCluster(databases = "sales", processes = true)
class LeaderKillIT {
    @Test
    void loosesNoAcknowledgedWrite(Cluster cluster) throws InterruptedException {
        try (Writers writers = new Writers(cluster.driver(), "sales", 8)) {
            awaitAcknowledged(writers, 200);
            String leader = cluster.leaderOf("sales");

            cluster.kill(leader);
            awaitAcknowledged(writers, writers.acknowledged().size() + 200);
            cluster.restart(leader);
            awaitAcknowledged(writers, writers.acknowledged().size() + 100);
            writers.finish();

            Copies.equalOnAll(cluster, "sales");
            for (String server : cluster.servers()) {
                assertThat(missing(cluster, server, writers.acknowledged()))
                        .as("acknowledged writes that are not on " + server)
                        .isEmpty();
            }
            assertThat(writers.failures()).as("errors that reached the user").isEmpty();
        }
    }

    private static void awaitAcknowledged(Writers writers, int count) {
        Awaitility.await(count + " acknowledged writes")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> writers.acknowledged().size() >= count);
    }

    private static Set<String> missing(Cluster cluster, String server, List<String> acknowledged) {
        Set<String> found = Copies.read(cluster, server, "sales", "MATCH (w:Write) RETURN w.key AS key").stream()
                .map(row -> row.get("key").asString())
                .collect(Collectors.toSet());
        Set<String> missing = new HashSet<>(acknowledged);
        missing.removeAll(found);
        return missing;
    }
}
