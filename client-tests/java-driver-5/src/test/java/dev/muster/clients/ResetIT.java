package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;

/** How drivers end a query that runs: with RESET, by hanging up, by their own end. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@MusterCluster
@Timeout(60)
class ResetIT {
    private static final String ENDLESS =
            "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a WHERE a < 0 RETURN count(a)";

    private final Cluster cluster;
    private final Driver driver;

    ResetIT(Cluster cluster) {
        this.cluster = cluster;
        this.driver = Client.connect(cluster.uri());
        try (Session system = driver.session(SessionConfig.forDatabase("system"))) {
            system.run("CREATE DATABASE single TOPOLOGY 1 PRIMARY WAIT").consume();
        }
    }

    @AfterAll
    void disconnect() {
        driver.close();
    }

    /** How many threads of the servers run a query at the moment. */
    private static long queriesRunning() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().startsWith("bolt-worker")
                        || thread.getKey().getName().startsWith("routed-worker"))
                .filter(thread -> Arrays.stream(thread.getValue())
                        .anyMatch(frame -> frame.getClassName().startsWith("dev.muster.cypher.run.")))
                .count();
    }

    private static CompletableFuture<Void> inBackground(Runnable work) {
        return CompletableFuture.runAsync(work, task -> new Thread(task, "client").start());
    }

    private static void awaitRunning(long count) {
        Awaitility.await(count + " queries run").until(() -> queriesRunning() == count);
    }

    private static void assertTerminated(CompletionStage<?> query) {
        assertThat(query.toCompletableFuture())
                .failsWithin(java.time.Duration.ofSeconds(10))
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withRootCauseInstanceOf(Neo4jException.class)
                .withMessageContaining("terminated because the client reset the connection");
    }

    private static long one(Session session) {
        return session.run("RETURN 1 AS n").single().get("n").asLong();
    }

    @Test
    void resetEndsAQueryAndLeavesTheSession() {
        try (Session session = driver.session(SessionConfig.forDatabase("neo4j"))) {
            CompletableFuture<Void> query =
                    inBackground(() -> session.run(ENDLESS).consume());
            awaitRunning(1);

            DriverGeneration.reset(session);

            assertTerminated(query);
            awaitRunning(0);
            assertThat(one(session)).isEqualTo(1);
        }
    }

    @Test
    void resetReachesAQueryOnAnotherServer() {
        for (String server : cluster.servers()) {
            try (Driver direct = Client.connect(cluster.uri(server));
                    Session session = direct.session(SessionConfig.forDatabase("single"))) {
                CompletableFuture<Void> query =
                        inBackground(() -> session.run(ENDLESS).consume());
                awaitRunning(1);

                DriverGeneration.reset(session);

                assertTerminated(query);
                awaitRunning(0);
                assertThat(one(session)).isEqualTo(1);
            }
        }
    }

    @Test
    void resetEndsATransactionAndNothingOfItIsWritten() {
        for (String database : List.of("neo4j", "single")) {
            try (Session session = driver.session(SessionConfig.forDatabase(database));
                    Transaction transaction = session.beginTransaction()) {
                transaction.run("CREATE (:Reset)").consume();
                CompletableFuture<Void> query =
                        inBackground(() -> transaction.run(ENDLESS).consume());
                awaitRunning(1);

                DriverGeneration.reset(session);

                assertTerminated(query);
                awaitRunning(0);
            }
            try (Session session = driver.session(SessionConfig.forDatabase(database))) {
                assertThat(session.run("MATCH (n:Reset) RETURN count(n) AS n")
                                .single()
                                .get("n")
                                .asLong())
                        .isZero();
            }
        }
    }

    @Test
    void aClientThatHangsUpEndsItsQuery() {
        for (String database : List.of("neo4j", "single")) {
            for (String server : cluster.servers()) {
                Driver leaving = Client.connect(cluster.uri(server));
                Session session = leaving.session(SessionConfig.forDatabase(database));
                CompletableFuture<Void> query =
                        inBackground(() -> session.run(ENDLESS).consume());
                awaitRunning(1);

                leaving.close();

                assertThat(query).failsWithin(java.time.Duration.ofSeconds(10));
                awaitRunning(0);
            }
        }
    }
}
