package dev.muster.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.clustertests.Cluster;
import dev.muster.clustertests.MusterCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/** The leader dies under load: managed transactions go on, and nobody is told of an error. */
@MusterCluster(databases = "sales")
class LeaderLossIT {
    private static final int WRITERS = 4;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    @Test
    @Timeout(120)
    void managedTransactionsSurviveTheKillOfTheLeaderUnnoticed(Cluster cluster) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (Driver driver = Client.connect(cluster.uri())) {
            for (int writer = 0; writer < WRITERS; writer++) {
                String name = "writer" + writer;
                threads.execute(() -> write(driver, name));
            }
            awaitAcknowledged(50);
            String leader = cluster.leaderOf("sales");

            cluster.kill(leader);
            awaitAcknowledged(acknowledged.size() + 50);
            stopped.set(true);
            threads.shutdown();
            assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();

            assertThat(failures).as("errors that reached the user").isEmpty();
            assertThat(keysRead(driver)).containsAll(acknowledged);
            assertThat(cluster.leaderOf("sales")).isNotEqualTo(leader);
        } finally {
            stopped.set(true);
            threads.shutdownNow();
        }
    }

    private void write(Driver driver, String name) {
        for (int number = 0; !stopped.get(); number++) {
            String key = name + "-" + number;
            try (Session session = driver.session(SessionConfig.forDatabase("sales"))) {
                // A commit whose answer is lost is run again by all drivers, hence MERGE.
                DriverGeneration.write(
                        session,
                        tx -> tx.run("MERGE (:Write {key: $key})", Map.of("key", key))
                                .consume());
                acknowledged.add(key);
            } catch (Neo4jException e) {
                failures.add(key + ": " + e.code() + " " + e.getMessage());
            }
        }
    }

    private void awaitAcknowledged(int count) {
        Awaitility.await(count + " acknowledged writes")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> acknowledged.size() >= count);
    }

    private static List<String> keysRead(Driver driver) {
        try (Session session = driver.session(SessionConfig.forDatabase("sales"))) {
            return DriverGeneration.write(
                    session,
                    tx -> tx.run("MATCH (w:Write) RETURN w.key AS key", Map.of())
                            .list(row -> row.get("key").asString()));
        }
    }
}
