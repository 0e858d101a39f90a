package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** The first things anybody does with a cluster. */
@MusterCluster(databases = "sales")
class FirstStepsIT {
    @Test
    void whatIsWrittenCanBeReadOnEveryServer(Cluster cluster) {
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
            long id = session.executeWrite(
                    tx -> tx.run("CREATE (n:Person {name: $name}) RETURN id(n)", Map.of("name", "Ada"))
                            .single()
                            .get(0)
                            .asLong());
            String name =
                    session.executeRead(tx -> tx.run("MATCH (n) WHERE id(n) = $id RETURN n.name", Map.of("id", id))
                            .single()
                            .get(0)
                            .asString());
            assertThat(name).isEqualTo("Ada");
        }
        Copies.equalOnAll(cluster, "sales");
    }

    @Test
    void aDatabaseIsShownOncePerServerWithOneLeader(Cluster cluster) {
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("system"))) {
            List<String> rows = session.run("SHOW DATABASE sales").list().stream()
                    .map(row -> row.get("requestedStatus").asString() + " "
                            + row.get("currentStatus").asString() + " "
                            + row.get("role").asString() + " "
                            + row.get("writer").asBoolean())
                    .sorted()
                    .toList();
            assertThat(rows)
                    .containsExactly(
                            "online online primary false", "online online primary false", "online online primary true");
        }
    }

    @Test
    void aStoppedDatabaseIsOfflineEverywhereAndComesBackWithItsData(Cluster cluster) {
        try (Session sales = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
            sales.executeWriteWithoutResult(tx -> tx.run("CREATE (:Kept)").consume());
        }
        try (Session system = cluster.driver().session(SessionConfig.forDatabase("system"))) {
            system.run("STOP DATABASE sales WAIT").consume();
            assertThat(system.run("SHOW DATABASE sales").list())
                    .extracting(row -> row.get("currentStatus").asString())
                    .containsExactly("offline", "offline", "offline");
            system.run("START DATABASE sales WAIT").consume();
        }
        try (Session sales = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
            long kept = sales.executeRead(tx ->
                    tx.run("MATCH (n:Kept) RETURN count(n)").single().get(0).asLong());
            assertThat(kept).isEqualTo(1);
        }
    }
}
