package dev.muster.node.bench;

import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterStatus;
import dev.muster.node.launcher.LocalClusters;
import dev.muster.node.launcher.Progress;
import dev.muster.node.launcher.StartRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/** A cluster of three real servers in a directory of its own, which goes with everything in it. */
final class BenchCluster implements AutoCloseable {
    static final String NAME = "bench";

    private final Path directory;
    private final LocalClusters clusters;
    private final Thread hook = new Thread(this::remove, "end of the benchmark");

    BenchCluster(Progress progress) throws IOException {
        this.directory = Files.createTempDirectory("muster-bench-");
        this.clusters = LocalClusters.open(directory, progress);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    LocalClusters clusters() {
        return clusters;
    }

    Path directory() {
        return directory;
    }

    ClusterStatus start() {
        return start(StartRequest.named(NAME));
    }

    ClusterStatus start(StartRequest request) {
        return clusters.start(request);
    }

    void destroy() {
        clusters.destroy(NAME);
    }

    /** Runs {@code RETURN 1} on one server, without routing. */
    static void returnOne(ClusterStatus.Server server) {
        Driver driver = BoltClient.driver("bolt://" + server.bolt());
        try (Session session = driver.session(SessionConfig.forDatabase("neo4j"))) {
            long one = session.run("RETURN 1").single().get(0).asLong();
            if (one != 1) {
                throw new IllegalStateException("RETURN 1 returned " + one);
            }
        } finally {
            driver.closeAsync(); // its threads would be waited for, long after the answer
        }
    }

    private synchronized void remove() {
        if (!Files.exists(directory)) {
            return;
        }
        clusters.list().forEach(cluster -> clusters.destroy(cluster.name()));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(directory + " cannot be removed", e);
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending and runs the hook, which finds nothing left to do.
            return;
        }
    }
}
