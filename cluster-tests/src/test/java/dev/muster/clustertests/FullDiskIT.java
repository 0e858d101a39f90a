package dev.muster.clustertests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.SessionExpiredException;

/** A server on a file system that runs full, and has space again later. */
class FullDiskIT {
    /** Two segments of 64 MiB of the log, and a little for stores. */
    private static final int MEBIBYTES = 160;

    private static final String BLOB = "x".repeat(2 * 1024 * 1024);

    @Test
    void refusesWritesWithTheReasonLosesNothingAndGoesOnOnceThereIsSpace(@TempDir Path directory) throws Exception {
        try (SmallFileSystem small = SmallFileSystem.mount(directory, MEBIBYTES);
                ProcessCluster cluster = ProcessCluster.start(small.path(), 1, List.of("sales"), Map.of())) {
            Tally tally = new Tally();
            write(cluster, tally, 3);
            Path ballast = small.path().resolve("ballast");
            fill(ballast);

            long giveUp = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (write(cluster, tally, 1) || !tally.lastReasonIsSpace()) {
                assertThat(System.nanoTime())
                        .as("nothing was refused for lack of space, but: %s", tally.reasons)
                        .isLessThan(giveUp);
            }

            Files.delete(ballast);
            Awaitility.await("a write after there is space again")
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> write(cluster, tally, 1));
            Copies.equalOnAll(cluster, "sales");
            assertKept(cluster, tally);
        }
    }

    /** What became of the writes, by their keys. */
    private static final class Tally {
        private final Set<Integer> acknowledged = new TreeSet<>();
        /** Said to have changed nothing. */
        private final Set<Integer> refused = new TreeSet<>();
        /** Said to be unknown: they may be there or not. */
        private final Set<Integer> unknown = new TreeSet<>();

        private final List<String> reasons = new ArrayList<>();

        private boolean lastReasonIsSpace() {
            String last = reasons.get(reasons.size() - 1);
            return last.contains("no space left") || last.contains("disk is full");
        }

        private int next() {
            return acknowledged.size() + refused.size() + unknown.size();
        }
    }

    /** One transaction of 2 MiB each, without retries, until one fails; whether all were acknowledged. */
    private static boolean write(Cluster cluster, Tally tally, int transactions) {
        for (int i = 0; i < transactions; i++) {
            int key = tally.next();
            try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
                session.run("CREATE (:Blob {key: $key, bytes: $bytes})", Map.of("key", key, "bytes", BLOB))
                        .consume();
                tally.acknowledged.add(key);
            } catch (Neo4jException e) {
                boolean unknown = e.getMessage().startsWith("It is unknown whether the transaction was committed")
                        || e instanceof SessionExpiredException
                        || e instanceof ServiceUnavailableException;
                (unknown ? tally.unknown : tally.refused).add(key);
                tally.reasons.add(e.code() + ": " + e.getMessage());
                return false;
            }
        }
        return true;
    }

    private static void assertKept(Cluster cluster, Tally tally) {
        Set<Integer> kept = new TreeSet<>();
        try (Session session = cluster.driver().session(SessionConfig.forDatabase("sales"))) {
            session.executeRead(tx -> tx.run("MATCH (b:Blob) RETURN b.key AS key")
                            .list(row -> row.get("key").asInt()))
                    .forEach(kept::add);
        }
        assertThat(kept).as("acknowledged: %s", tally.reasons).containsAll(tally.acknowledged);
        assertThat(kept).as("refused: %s", tally.reasons).doesNotContainAnyElementsOf(tally.refused);
    }

    /** Writes until nothing more fits. */
    private static void fill(Path ballast) throws IOException {
        byte[] bytes = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(bytes);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
    }
}
