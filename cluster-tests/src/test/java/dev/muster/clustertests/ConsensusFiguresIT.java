package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** What an operator sees of consensus: over the driver, and in the metrics of each server. */
@MusterCluster(databases = "sales")
class ConsensusFiguresIT {
    private static final int WRITES = 5;

    @Test
    void theProcedureAndTheMetricsOfAllServersAgree(Cluster cluster) throws IOException {
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
            for (int i = 0; i < WRITES; i++) {
                session.run("CREATE (:Order)").consume();
            }
        }
        String leader = cluster.leaderOf("sales");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status(cluster, leader))
                        .hasSize(3)
                        .allSatisfy(row -> {
                            assertThat(row.get("lag").asLong()).isZero();
                            assertThat(row.get("leader").asString()).isEqualTo(leader);
                            assertThat(row.get("appliedIndex").asLong())
                                    .isGreaterThanOrEqualTo(WRITES)
                                    .isEqualTo(row.get("lastIndex").asLong());
                        }));

        for (Record row : status(cluster, leader)) {
            String server = row.get("server").asString();
            boolean leads = server.equals(leader);
            String labels = "{database=\"sales\",server=\"" + server + "\"} ";
            assertThat(row.get("role").asString()).isEqualTo(leads ? "leader" : "follower");
            assertThat(metrics(cluster, server).lines())
                    .contains(
                            "muster_database_status{current=\"online\",database=\"sales\",requested=\"online\",role=\""
                                    + (leads ? "leader" : "follower") + "\",server=\"" + server + "\"} 1.0",
                            "muster_database_online" + labels + "1.0",
                            "muster_database_trouble" + labels + "0.0",
                            "muster_raft_leader" + labels + (leads ? "1.0" : "0.0"),
                            "muster_raft_term" + labels + row.get("term").asLong() + ".0",
                            "muster_raft_last_index" + labels
                                    + row.get("lastIndex").asLong() + ".0",
                            "muster_raft_commit_index" + labels
                                    + row.get("commitIndex").asLong() + ".0",
                            "muster_raft_applied_index" + labels
                                    + row.get("appliedIndex").asLong() + ".0",
                            "muster_raft_voters" + labels + "3.0",
                            "muster_raft_learners" + labels + "0.0")
                    .filteredOn(line -> line.startsWith("muster_raft_lag{database=\"sales\""))
                    .hasSize(leads ? 2 : 0)
                    .allMatch(line -> line.endsWith(" 0.0"));
        }
    }

    @Test
    void theLeadersMetricsSayWhereTheTimeOfAWriteWent(Cluster cluster) throws IOException {
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
            session.run("CREATE (:Order)").consume();
        }
        String metrics = metrics(cluster, cluster.leaderOf("sales"));
        for (String stage : List.of("queue", "log", "round_trip", "apply")) {
            assertThat(metrics.lines()
                            .filter(line ->
                                    line.startsWith("muster_raft_" + stage + "_seconds_") && !line.endsWith(" 0.0")))
                    .as(stage)
                    .hasSize(2);
        }
    }

    private static List<Record> status(Cluster cluster, String server) {
        return Copies.read(cluster, server, "sales", "CALL muster.raft.status()").stream()
                .filter(row -> row.get("database").asString().equals("sales"))
                .toList();
    }

    private static String metrics(Cluster cluster, String server) throws IOException {
        try (InputStream in =
                URI.create(cluster.http(server) + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
