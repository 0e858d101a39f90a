package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.summary.ResultSummary;
import org.neo4j.driver.types.Node;
import org.neo4j.driver.types.Path;

/** Databases of which only one of three servers has a copy, by {@code bolt://} to each server (decision 0012). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@MusterCluster
@Timeout(60)
class OneCopyIT {
    private final Cluster cluster;

    OneCopyIT(Cluster cluster) {
        this.cluster = cluster;
        try (Driver driver = Client.connect(cluster.uri());
                Session system = driver.session(SessionConfig.forDatabase("system"))) {
            for (String database : List.of("single", "other")) {
                system.run("CREATE DATABASE " + database + " TOPOLOGY 1 PRIMARY WAIT")
                        .consume();
            }
        }
    }

    private void atEachServer(String database, java.util.function.BiConsumer<String, Session> what) {
        for (String server : cluster.servers()) {
            try (Driver direct = Client.connect(cluster.uri(server));
                    Session session = direct.session(
                            SessionConfig.builder().withDatabase(database).build())) {
                what.accept(server, session);
            }
        }
    }

    private static long number(Result result) {
        return result.single().get(0).asLong();
    }

    @Test
    void onlyOneServerHasEach() {
        atEachServer(
                "system",
                (server, session) -> assertThat(
                                session.run("SHOW DATABASES YIELD name, address WHERE name IN ['single', 'other']")
                                        .list())
                        .hasSize(2));
    }

    @Test
    void everyServerTakesReadsAndWritesOfEveryKind() {
        atEachServer("single", (server, session) -> {
            long before = number(session.run("MATCH (n:Written) RETURN count(n)"));
            ResultSummary made =
                    session.run("CREATE (:Written {by: 'auto-commit'})").consume();
            assertThat(made.counters().nodesCreated()).isEqualTo(1);
            assertThat(made.database().name()).isEqualTo("single");
            DriverGeneration.write(
                    session,
                    tx -> tx.run("CREATE (:Written {by: $by})", Map.of("by", "managed"))
                            .consume());
            try (Transaction tx = session.beginTransaction()) {
                tx.run("CREATE (:Written {by: 'explicit'})").consume();
                assertThat(number(tx.run("MATCH (n:Written) RETURN count(n)"))).isEqualTo(before + 3);
                tx.commit();
            }
            try (Transaction tx = session.beginTransaction()) {
                tx.run("CREATE (:Written {by: 'nobody'})").consume();
                tx.rollback();
            }
            assertThat((long) DriverGeneration.read(
                            session, tx -> number(tx.run("MATCH (n:Written) RETURN count(n)", Map.of()))))
                    .isEqualTo(before + 3);
        });
    }

    @Test
    void partsOfAStatementHaveTransactionsOfTheirOwn() {
        atEachServer("single", (server, session) -> {
            session.run("UNWIND range(1, 10) AS n CALL { WITH n CREATE (:Part {n: n}) } IN TRANSACTIONS OF 3 ROWS")
                    .consume();
            assertThat(number(session.run("MATCH (n:Part) RETURN count(n)")))
                    .isEqualTo(10L * (cluster.servers().indexOf(server) + 1));
        });
    }

    @Test
    void valuesOfAllKindsComeThrough() {
        atEachServer("single", (server, session) -> {
            ZonedDateTime when = ZonedDateTime.parse("2024-06-01T12:00:00+02:00[Europe/Stockholm]");
            Record row = session.run(
                            "CREATE p = (a:A {when: $when, day: $day})<-[r:TO {w: 1.5}]-(b:B:C)"
                                    + " RETURN p, a, r, $list AS list, $map AS map, duration('P1M2DT3S') AS d,"
                                    + " point({x: 1, y: 2, z: 3}) AS pt, localtime('10:00') AS t, $bytes AS bytes",
                            Map.of(
                                    "when",
                                    when,
                                    "day",
                                    LocalDate.of(2024, 6, 1),
                                    "list",
                                    List.of(1L, "zwei", 3.5, true),
                                    "map",
                                    Map.of("k", List.of()),
                                    "bytes",
                                    new byte[] {1, 2, 3}))
                    .single();
            Node a = row.get("a").asNode();
            assertThat(a.labels()).containsExactly("A");
            assertThat(a.get("when").asZonedDateTime()).isEqualTo(when);
            assertThat(a.get("day").asLocalDate()).isEqualTo(LocalDate.of(2024, 6, 1));
            Path path = row.get("p").asPath();
            assertThat(path.start()).isEqualTo(a);
            assertThat(path.end().labels()).containsExactly("B", "C");
            assertThat(path.relationships().iterator().next())
                    .isEqualTo(row.get("r").asRelationship());
            assertThat(row.get("r").asRelationship().get("w").asDouble()).isEqualTo(1.5);
            assertThat(row.get("list").asList()).isEqualTo(List.of(1L, "zwei", 3.5, true));
            assertThat(row.get("map").asMap()).isEqualTo(Map.of("k", List.of()));
            assertThat(row.get("d").asIsoDuration().toString()).isEqualTo("P1M2DT3S");
            assertThat(row.get("pt").asPoint().z()).isEqualTo(3);
            assertThat(row.get("t").asLocalTime()).hasToString("10:00");
            assertThat(row.get("bytes").asByteArray()).containsExactly(1, 2, 3);
            String id = DriverGeneration.id(a);
            assertThat(number(session.run(
                            "MATCH (n:A) WHERE " + DriverGeneration.ID_FUNCTION + " = $id RETURN count(n)",
                            Map.of("id", id))))
                    .isEqualTo(1);
        });
    }

    @Test
    void largeResultsComeInPagesInOrderAndCanBeLeft() {
        atEachServer("single", (server, session) -> {
            Result all = session.run("UNWIND range(1, 20000) AS n RETURN n, 'x' + n AS text");
            assertThat(all.list(row -> row.get("n").asLong()))
                    .isEqualTo(LongStream.rangeClosed(1, 20_000).boxed().toList());
            Result left = session.run("UNWIND range(1, 20000) AS n RETURN n");
            assertThat(left.next().get("n").asLong()).isEqualTo(1);
            left.consume();
            assertThat(number(session.run("RETURN 1"))).isEqualTo(1);
        });
    }

    @Test
    void failuresAreTheSameAsWhereTheCopyIs() {
        atEachServer("single", (server, session) -> {
            assertThatThrownBy(() -> session.run("RETRUN 1").consume())
                    .isInstanceOfSatisfying(
                            Neo4jException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.SyntaxError"))
                    .hasMessageContaining("(line 1, column 1 (offset: 0))");
            assertThatThrownBy(
                            () -> session.run("UNWIND [1, 0] AS n RETURN 1 / n").consume())
                    .isInstanceOfSatisfying(
                            Neo4jException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.ArithmeticError"));
            TransactionConfig shortly = TransactionConfig.builder()
                    .withTimeout(Duration.ofMillis(100))
                    .build();
            assertThatThrownBy(() -> session.run(
                                    "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b "
                                            + "WITH a WHERE a < 0 RETURN count(a)",
                                    shortly)
                            .consume())
                    .isInstanceOfSatisfying(
                            Neo4jException.class,
                            e -> assertThat(e.code())
                                    .isEqualTo("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration"));
            assertThat(number(session.run("RETURN 1"))).isEqualTo(1);
        });
    }

    @Test
    void useNamesItFromAnyDatabaseOnAnyServer() {
        atEachServer("neo4j", (server, session) -> {
            session.run("USE other CREATE (:Used)").consume();
            long expected = cluster.servers().indexOf(server) + 1L;
            try (Transaction tx = session.beginTransaction()) {
                assertThat(number(tx.run("USE other MATCH (n:Used) RETURN count(n)")))
                        .isEqualTo(expected);
                assertThat(number(tx.run("USE single MATCH (n:Used) RETURN count(n)")))
                        .isZero();
                assertThat(number(tx.run("MATCH (n:Used) RETURN count(n)"))).isZero();
                tx.run("USE other CREATE (:Half)").consume();
                assertThatThrownBy(() -> tx.run("USE single CREATE (:Half)").consume())
                        .hasMessageStartingWith("Writing to more than one database per transaction is not allowed.");
            }
            assertThat(number(session.run("USE other MATCH (n:Half) RETURN count(n)")))
                    .isZero();
        });
    }

    @Test
    void aBookmarkOfOneServerHoldsOnAllOthers() {
        List<String> bookmarks = List.of();
        for (String server : cluster.servers()) {
            try (Driver direct = Client.connect(cluster.uri(server));
                    Session session = direct.session(
                            DriverGeneration.after(SessionConfig.builder().withDatabase("other"), bookmarks)
                                    .build())) {
                session.run("CREATE (:Step)").consume();
                assertThat(number(session.run("MATCH (n:Step) RETURN count(n)")))
                        .isEqualTo(cluster.servers().indexOf(server) + 1L);
                bookmarks = DriverGeneration.bookmarks(session);
            }
        }
    }

    @Test
    void administrationWorksThereAsWell() {
        atEachServer("single", (server, session) -> {
            assertThat(session.run("SHOW DATABASE single YIELD name").list()).hasSize(1);
            session.run("CREATE DATABASE passing" + server + " TOPOLOGY 1 PRIMARY WAIT")
                    .consume();
            session.run("DROP DATABASE passing" + server + " WAIT").consume();
        });
    }

    @Test
    void aStoppedDatabaseIsUnavailableEverywhere() {
        try (Driver driver = Client.connect(cluster.uri());
                Session system = driver.session(SessionConfig.forDatabase("system"))) {
            system.run("CREATE DATABASE halted TOPOLOGY 1 PRIMARY WAIT").consume();
            system.run("STOP DATABASE halted WAIT").consume();
            atEachServer(
                    "halted",
                    (server, session) -> assertThatThrownBy(
                                    () -> session.run("RETURN 1").consume())
                            .hasMessageContaining("halted")
                            .hasMessageContaining("offline")
                            .extracting("code")
                            .isEqualTo("Neo.TransientError.General.DatabaseUnavailable"));
            system.run("DROP DATABASE halted WAIT").consume();
        }
    }

    @AfterAll
    void nothingIsLeftOpen() {
        atEachServer(
                "single",
                (server, session) -> session.run("MATCH (n) DETACH DELETE n").consume());
    }
}
