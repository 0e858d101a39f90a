package dev.muster.clustertests;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;

/** Clients that write nodes with keys of their own and remember which were acknowledged. */
final class Writers implements AutoCloseable {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads;

    Writers(Driver driver, String database, int count) {
        threads = Executors.newFixedThreadPool(count);
        IntStream.range(0, count).forEach(writer -> threads.execute(() -> write(driver, database, writer)));
    }

    private void write(Driver driver, String database, int writer) {
        for (int number = 0; !stopped.get(); number++) {
            String key = writer + "-" + number;
            try (Session session = driver.session(SessionConfig.forDatabase(database))) {
                session.executeWriteWithoutResult(tx -> tx.run("CREATE (:Write {key: $key})", Map.of("key", key))
                        .consume());
                acknowledged.add(key);
            } catch (Neo4jException e) {
                failures.add(key + ": " + e.code() + " " + e.getMessage());
            }
        }
    }

    /** The keys whose transactions were acknowledged so far. */
    List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /** Errors that reached the user, retries notwithstanding. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Lets the transactions under way end and starts no more. */
    void finish() throws InterruptedException {
        stopped.set(true);
        threads.shutdown();
        if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("writers do not end; acknowledged " + acknowledged.size());
        }
    }

    @Override
    public void close() {
        stopped.set(true);
        threads.shutdownNow();
    }
}
