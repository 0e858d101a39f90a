package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.TransientException;

/** A transaction on a database that another server has, and one of the two is frozen: it keeps its connections and says nothing. */
@MusterCluster(processes = true)
class SilentCopyIT {
    @Test
    @Timeout(180)
    void neitherSideWaitsForEver(Cluster cluster) {
        try (Session system = cluster.driver().session(SessionConfig.forDatabase("system"))) {
            system.run("CREATE DATABASE single TOPOLOGY 1 PRIMARY WAIT").consume();
        }
        String host = cluster.leaderOf("single");
        String front = cluster.servers().stream()
                .filter(server -> !server.equals(host))
                .findFirst()
                .orElseThrow();
        try (Driver direct = GraphDatabase.driver(cluster.uri(front), AuthTokens.none());
                Session session = direct.session(SessionConfig.forDatabase("single"))) {
            Transaction begun = session.beginTransaction();
            begun.run("CREATE (:Half)").consume();
            cluster.pause(host);

            assertThatThrownBy(() -> begun.run("CREATE (:Half)").consume())
                    .isInstanceOfSatisfying(
                            TransientException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.TransientError.General.DatabaseUnavailable"))
                    .hasMessageContaining("it has said nothing for 10 s")
                    .hasMessageEndingWith("Nothing was changed; run it again.");

            cluster.resume(host);
            begun.close();
            long written = session.executeWrite(tx -> tx.run("MATCH (n:Half) RETURN count(n) AS n", Map.of())
                    .single()
                    .get("n")
                    .asLong());
            assertThat(written).isZero();
        }
    }
}
