package dev.muster.clients.javascript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** The leader dies while JavaScript writes: it goes on, without an error, and nothing that was acknowledged is lost. */
@MusterCluster(databases = "sales")
class LeaderLossIT {
    @Test
    @Timeout(120)
    void managedTransactionsSurviveTheKillOfTheLeaderUnnoticed(Cluster cluster) throws Exception {
        NodeProcess.assumeInstalled();
        try (NodeProcess node = NodeProcess.start(Map.of("MUSTER_ROUTED", cluster.uri()), "leader-loss.mjs")) {
            awaitAcknowledged(30, node);
            assertThat(keys(cluster))
                    .as("and this driver knows all servers now")
                    .isPositive();
            String leader = cluster.leaderOf("sales");

            cluster.kill(leader);
            awaitAcknowledged(node.lines().size() + 30, node);

            assertThat(node.end())
                    .as("errors that reached the user: %s", node.lines())
                    .isZero();
            assertThat(keys(cluster)).isEqualTo(node.lines().size());
            assertThat(cluster.leaderOf("sales")).isNotEqualTo(leader);
        }
    }

    private static void awaitAcknowledged(int count, NodeProcess node) {
        Awaitility.await(count + " acknowledged writes")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .failFast(() ->
                        assertThat(node.isRunning()).as("%s", node.lines()).isTrue())
                .until(() -> node.lines().size() >= count);
    }

    private static long keys(Cluster cluster) {
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
            return session.executeWrite(tx -> tx.run("MATCH (w:Write) RETURN count(DISTINCT w.key) AS n")
                    .single()
                    .get("n")
                    .asLong());
        }
    }
}
