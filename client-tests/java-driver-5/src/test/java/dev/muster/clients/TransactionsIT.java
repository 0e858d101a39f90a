package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.exceptions.ClientException;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.summary.ResultSummary;

/** What drivers do with transactions: managed, explicit and auto-commit ones, bookmarks, pages, failures. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@MusterCluster(databases = "sales")
@Timeout(60)
class TransactionsIT {
    private final Cluster cluster;
    private final Driver driver;

    TransactionsIT(Cluster cluster) {
        this.cluster = cluster;
        this.driver = Client.connect(cluster.uri());
    }

    @AfterAll
    void disconnect() {
        driver.close();
    }

    private long count(String label) {
        try (Session session = driver.session()) {
            return session.run("MATCH (n:" + label + ") RETURN count(n) AS n")
                    .single()
                    .get("n")
                    .asLong();
        }
    }

    @Test
    void managedTransactionsCommitAndSayWhatTheyChanged() {
        try (Session session = driver.session()) {
            ResultSummary summary = DriverGeneration.write(
                    session,
                    tx -> tx.run("CREATE (:Managed {n: $n})-[:TO]->(:Managed)", Map.of("n", 1))
                            .consume());
            assertThat(summary.counters().nodesCreated()).isEqualTo(2);
            assertThat(summary.counters().relationshipsCreated()).isEqualTo(1);
            assertThat(summary.counters().propertiesSet()).isEqualTo(1);
            assertThat(summary.counters().labelsAdded()).isEqualTo(2);
            assertThat(summary.counters().containsUpdates()).isTrue();
            assertThat(summary.database().name()).isEqualTo("neo4j");
        }
        assertThat(count("Managed")).isEqualTo(2);
    }

    @Test
    void anExceptionInAManagedTransactionRollsItBack() {
        try (Session session = driver.session()) {
            assertThatThrownBy(() -> DriverGeneration.write(session, tx -> {
                        tx.run("CREATE (:Abandoned)", Map.of()).consume();
                        throw new IllegalArgumentException("changed my mind");
                    }))
                    .hasMessage("changed my mind");
        }
        assertThat(count("Abandoned")).isZero();
    }

    @Test
    void explicitTransactionsHoldSeveralResultsAndCommitOrRollBack() {
        try (Session session = driver.session()) {
            try (Transaction tx = session.beginTransaction()) {
                Result long1 = tx.run("UNWIND range(1, 1000) AS n RETURN n");
                Result short2 = tx.run("CREATE (n:Explicit) RETURN n");
                assertThat(short2.list()).hasSize(1);
                assertThat(long1.list()).hasSize(1000);
                tx.commit();
            }
            try (Transaction tx = session.beginTransaction()) {
                tx.run("CREATE (:Explicit)").consume();
                tx.rollback();
            }
            try (Transaction tx = session.beginTransaction()) {
                tx.run("CREATE (:Explicit)").consume();
            }
        }
        assertThat(count("Explicit")).isEqualTo(1);
    }

    @Test
    void aBookmarkMakesEveryServerShowWhatItStandsFor() {
        List<String> bookmarks = new ArrayList<>();
        for (int n = 1; n <= 2; n++) {
            for (String database : Set.of("neo4j", "sales")) {
                try (Session session = driver.session(
                        DriverGeneration.after(SessionConfig.builder().withDatabase(database), bookmarks)
                                .build())) {
                    long number = n;
                    DriverGeneration.write(
                            session,
                            tx -> tx.run("CREATE (:Step {n: $n})", Map.of("n", number))
                                    .consume());
                    bookmarks.addAll(DriverGeneration.bookmarks(session));
                }
            }
            for (String server : cluster.servers()) {
                assertThat(stepsOn(server, bookmarks)).isEqualTo(n);
            }
        }
    }

    private long stepsOn(String server, List<String> bookmarks) {
        try (Driver direct = Client.connect(cluster.uri(server));
                Session session = direct.session(DriverGeneration.after(
                                SessionConfig.builder().withDatabase("sales").withDefaultAccessMode(AccessMode.READ),
                                bookmarks)
                        .build())) {
            return session.run("MATCH (n:Step) RETURN count(n) AS n")
                    .single()
                    .get("n")
                    .asLong();
        }
    }

    @Test
    void useNamesAnotherDatabaseThanTheSessions() {
        try (Session session = driver.session(SessionConfig.forDatabase("neo4j"))) {
            ResultSummary made = session.run("USE sales CREATE (:Used)").consume();
            assertThat(made.database().name()).isEqualTo("sales");
            assertThat(session.run("MATCH (n:Used) RETURN count(n) AS n")
                            .single()
                            .get("n")
                            .asLong())
                    .isZero();
            try (Transaction tx = session.beginTransaction()) {
                assertThat(tx.run("USE sales MATCH (n:Used) RETURN count(n) AS n")
                                .single()
                                .get("n")
                                .asLong())
                        .isEqualTo(1);
                tx.run("CREATE (:UsedHere)").consume();
                assertThatThrownBy(() -> tx.run("USE sales CREATE (:UsedThere)").consume())
                        .hasMessageStartingWith("Writing to more than one database per transaction is not allowed.");
            }
        }
        assertThat(count("UsedHere")).isZero();
    }

    @Test
    void aBookmarkThatIsNoneIsRefused() {
        try (Session session = driver.session(
                DriverGeneration.after(SessionConfig.builder().withDatabase("sales"), List.of("nonsense"))
                        .build())) {
            assertThatThrownBy(() -> session.run("RETURN 1").consume())
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Transaction.InvalidBookmark"));
        }
    }

    @Test
    void largeResultsComeInPagesInOrder() {
        try (Session session = driver.session()) {
            Result result = session.run("UNWIND range(1, 5000) AS n RETURN n, 'x' + n AS text");
            List<Long> seen = new ArrayList<>();
            while (result.hasNext()) {
                Record row = result.next();
                seen.add(row.get("n").asLong());
            }
            assertThat(seen).isEqualTo(LongStream.rangeClosed(1, 5000).boxed().toList());
        }
    }

    @Test
    void aResultLeftInTheMiddleCostsNothing() {
        try (Session session = driver.session()) {
            Result result = session.run("UNWIND range(1, 5000) AS n CREATE (:Left {n: n}) RETURN n");
            assertThat(result.next().get("n").asLong()).isEqualTo(1);
        }
        assertThat(count("Left")).isEqualTo(5000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RETRUN 1                                | Neo.ClientError.Statement.SyntaxError",
                "RETURN $missing                         | Neo.ClientError.Statement.ParameterMissing",
                "RETURN 1 / 0                            | Neo.ClientError.Statement.ArithmeticError",
                "CALL no.such.procedure()                | Neo.ClientError.Procedure.ProcedureNotFound",
                "MATCH (n) RETURN m                      | Neo.ClientError.Statement.SyntaxError",
                "UNWIND [1, 0] AS n RETURN 1 / n         | Neo.ClientError.Statement.ArithmeticError",
            })
    void failuresHaveTheirCodesAndTheSessionGoesOn(String query, String code) {
        try (Session session = driver.session()) {
            assertThatThrownBy(() -> session.run(query).consume())
                    .isInstanceOfSatisfying(
                            Neo4jException.class, e -> assertThat(e.code()).isEqualTo(code));
            assertThat(session.run("RETURN 1 AS n").single().get("n").asLong()).isEqualTo(1);
        }
    }

    @Test
    void writingInAReadTransactionIsRefused() {
        try (Session session = driver.session()) {
            assertThatThrownBy(() -> DriverGeneration.read(
                            session, tx -> tx.run("CREATE (:Never)", Map.of()).consume()))
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Statement.AccessMode"));
        }
        assertThat(count("Never")).isZero();
    }

    @Test
    void aBrokenConstraintReachesTheUserAndNothingIsWritten() {
        try (Session session = driver.session()) {
            session.run("CREATE CONSTRAINT one_each FOR (n:Unique) REQUIRE n.key IS UNIQUE")
                    .consume();
            session.run("CREATE (:Unique {key: 1})").consume();
            assertThatThrownBy(() -> DriverGeneration.write(
                            session,
                            tx -> tx.run("CREATE (:Unique {key: 1})", Map.of()).consume()))
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            e -> assertThat(e.code()).isEqualTo("Neo.ClientError.Schema.ConstraintValidationFailed"));
        }
        assertThat(count("Unique")).isEqualTo(1);
    }

    @Test
    void twoThatChangeTheSameNodeAtOnceBothGetThroughManaged() throws InterruptedException {
        try (Session session = driver.session()) {
            session.run("CREATE (:Counter {n: 0})").consume();
        }
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 2; i++) {
            Thread thread = new Thread(() -> {
                try (Session session = driver.session()) {
                    DriverGeneration.write(
                            session,
                            tx -> tx.run("MATCH (c:Counter) SET c.n = c.n + 1", Map.of())
                                    .consume());
                } catch (RuntimeException e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        try (Session session = driver.session()) {
            assertThat(session.run("MATCH (c:Counter) RETURN c.n AS n")
                            .single()
                            .get("n")
                            .asLong())
                    .isEqualTo(2);
        }
    }

    @Test
    void aQueryThatTakesTooLongIsEndedAndTheConnectionGoesOn() {
        try (Session session = driver.session()) {
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
                            e -> assertThat(e.code()).startsWith("Neo.ClientError.Transaction.TransactionTimedOut"));
            assertThat(session.run("RETURN 1 AS n").single().get("n").asLong()).isEqualTo(1);
        }
    }
}
