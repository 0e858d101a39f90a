package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.summary.Plan;
import org.neo4j.driver.summary.ProfiledPlan;
import org.neo4j.driver.summary.ResultSummary;

/** What of Cypher only a whole server shows, seen with the official driver. */
@MusterCluster(primaries = 1, settings = "db.memory.transaction.max=32m")
class CypherIT {
    @Test
    void theDriverIsShownPlansAndWhetherAnIndexServes(Cluster cluster) {
        try (Session session = cluster.driver().session()) {
            session.run("UNWIND range(1, 100) AS i CREATE (:Person {id: i})").consume();
            String query = "MATCH (p:Person) WHERE p.id = 42 RETURN p.id AS id";
            assertThat(source(session.run("EXPLAIN " + query).consume().plan())).isEqualTo("NodeByLabelScan@neo4j");
            session.run("CREATE CONSTRAINT FOR (p:Person) REQUIRE p.id IS UNIQUE")
                    .consume();
            ResultSummary explained = session.run("EXPLAIN " + query).consume();
            assertThat(source(explained.plan())).isEqualTo("NodeUniqueIndexSeek@neo4j");
            assertThat(explained.hasProfile()).isFalse();
            ProfiledPlan profile = session.run("PROFILE " + query).consume().profile();
            assertThat(profile.operatorType()).isEqualTo("ProduceResults@neo4j");
            assertThat(profile.identifiers()).containsExactly("id");
            assertThat(profile.records()).isEqualTo(1);
            assertThat(profile.children()
                            .get(0)
                            .children()
                            .get(0)
                            .children()
                            .get(0)
                            .dbHits())
                    .isEqualTo(2);

            ResultSummary nothing =
                    session.run("EXPLAIN MATCH (p) DETACH DELETE p").consume();
            assertThat(nothing.plan().children().get(0).operatorType()).isEqualTo("EmptyResult@neo4j");
            assertThat(nothing.counters().containsUpdates()).isFalse();
            assertThat(session.run("MATCH (p) RETURN count(p)").single().get(0).asLong())
                    .isEqualTo(100);
        }
    }

    @Test
    void manyTransactionsOfOneStatementAreCommittedEachAndCoveredByItsBookmark(Cluster cluster) {
        String load =
                "UNWIND range(1, 2500) AS i CALL (i) { CREATE (n:Batch {i: i, x: 1 / (i - $bad)}) RETURN id(n) AS id }"
                        + " IN TRANSACTIONS OF 1000 ROWS ON ERROR CONTINUE REPORT STATUS AS s";
        try (Session session = cluster.driver().session()) {
            ResultSummary loaded =
                    session.run(load + " RETURN s", Map.of("bad", 1500)).consume();
            assertThat(loaded.counters().nodesCreated()).isEqualTo(1500);
            assertThat(count(session)).isEqualTo(1500);
            List<Boolean> committed = session.run(load + " WITH DISTINCT s RETURN s.committed AS c", Map.of("bad", 1))
                    .list(row -> row.get("c").asBoolean());
            assertThat(committed).containsExactly(false, true, true);
            assertThat(count(session)).isEqualTo(3000);
            assertThatThrownBy(() -> session.run("UNWIND range(1, 2500) AS i"
                                    + " CALL (i) { CREATE (:Batch {x: 1 / (i - 1500)}) } IN TRANSACTIONS")
                            .consume())
                    .hasMessageContaining("/ by zero");
            assertThat(count(session)).isEqualTo(4000);
        }
        try (Session session = cluster.driver().session();
                Transaction transaction = session.beginTransaction()) {
            assertThatThrownBy(() -> transaction
                            .run("CALL { CREATE (:N) } IN TRANSACTIONS")
                            .consume())
                    .isInstanceOfSatisfying(
                            Neo4jException.class,
                            e -> assertThat(e.code())
                                    .isEqualTo("Neo.DatabaseError.Transaction.TransactionStartFailed"));
        }
    }

    @Test
    void filesOfTheImportDirectoryAreLoadedRowByRowAndNoOthers(Cluster cluster) throws IOException {
        Path imports = Files.createDirectories(cluster.home("server01").resolve("import"));
        Files.writeString(
                imports.resolve("airports.csv"), "code,city,runways\nATL,Atlanta,5\nANC,\"Anchorage, AK\",3\n");
        String load = "LOAD CSV WITH HEADERS FROM $url AS line"
                + " CREATE (a:Airport {code: line.code, city: line.city, runways: toInteger(line.runways)})"
                + " RETURN linenumber() AS line, a.city AS city, a.runways AS runways";
        try (Session session = cluster.driver().session()) {
            Result loaded = session.run(load, Map.of("url", "file:///airports.csv"));
            assertThat(loaded.list(row -> row.values().toString()))
                    .containsExactly("[2, \"Atlanta\", 5]", "[3, \"Anchorage, AK\", 3]");
            assertThatThrownBy(() -> session.run(load, Map.of("url", "file:///../conf/muster.conf"))
                            .consume())
                    .isInstanceOfSatisfying(
                            Neo4jException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.ExternalResourceFailed"))
                    .hasMessageContaining("points outside configured import directory");
            assertThat(session.run("MATCH (a:Airport) RETURN count(a)")
                            .single()
                            .get(0)
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void aQueryThatKeepsTooMuchIsEndedAndTheServerGoesOn(Cluster cluster) {
        try (Session session = cluster.driver().session()) {
            assertThatThrownBy(() -> session.run("UNWIND range(1, 5000000) AS i RETURN i ORDER BY -i")
                            .consume())
                    .isInstanceOfSatisfying(
                            Neo4jException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.ClientError.General.TransactionOutOfMemoryError"))
                    .hasMessageContaining("would use more than the limit 32.0 MiB.");
            assertThat(session.run("UNWIND range(1, 5000000) AS i RETURN count(i)")
                            .single()
                            .get(0)
                            .asInt())
                    .isEqualTo(5_000_000);
            assertThat(session.run("CALL dbms.cluster.overview() YIELD addresses RETURN addresses[0]")
                            .single()
                            .get(0)
                            .asString())
                    .isEqualTo(cluster.uri("server01"));
        }
    }

    private static int count(Session session) {
        return session.executeRead(
                tx -> tx.run("MATCH (n:Batch) RETURN count(n)").single().get(0).asInt());
    }

    private static String source(Plan plan) {
        return plan.children().isEmpty()
                ? plan.operatorType()
                : source(plan.children().get(0));
    }
}
