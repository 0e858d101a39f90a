package dev.muster.clustertests;

import dev.muster.node.launcher.ClusterRecord;
import dev.muster.node.launcher.LocalClusters;
import dev.muster.node.launcher.ServerRecord;
import dev.muster.node.launcher.StartRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.neo4j.driver.Driver;

/** Each server a process of its own, started and broken by the launcher that users have too. */
final class ProcessCluster implements Cluster {
    private static final String NAME = "test";

    private final Path home;
    private final LocalClusters clusters;
    private final ClusterDriver driver = new ClusterDriver(this::uri);
    private final Set<String> down = new ConcurrentSkipListSet<>();

    private ProcessCluster(Path home) {
        this.home = home;
        this.clusters = LocalClusters.open(home, message -> {});
    }

    static Cluster start(int primaries, List<String> databases, Map<String, String> settings) {
        return start(TemporaryDirectory.create(), primaries, databases, settings);
    }

    /** With all files in that directory, which is removed in the end. */
    static ProcessCluster start(Path home, int primaries, List<String> databases, Map<String, String> settings) {
        ProcessCluster cluster = new ProcessCluster(home);
        try {
            cluster.clusters.start(StartRequest.named(NAME)
                    .withPrimaries(primaries)
                    .withDatabases(databases)
                    .withSettings(settings));
            return cluster;
        } catch (RuntimeException e) {
            TemporaryDirectory.remove(cluster.home);
            throw e;
        }
    }

    private ClusterRecord recorded() {
        return clusters.recorded(NAME);
    }

    @Override
    public List<String> servers() {
        return recorded().servers().stream().map(ServerRecord::name).toList();
    }

    @Override
    public String uri() {
        return recorded().servers().stream()
                .filter(server -> !down.contains(server.name()))
                .map(server -> "neo4j://127.0.0.1:" + server.ports().bolt())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no server runs"));
    }

    @Override
    public String uri(String server) {
        return "bolt://127.0.0.1:" + recorded().server(server).ports().bolt();
    }

    @Override
    public String http(String server) {
        return "http://127.0.0.1:" + recorded().server(server).ports().http();
    }

    @Override
    public List<String> backupAddresses() {
        return recorded().servers().stream()
                .map(server -> "127.0.0.1:" + server.ports().backup())
                .toList();
    }

    @Override
    public Path home(String server) {
        return recorded().server(server).directory();
    }

    @Override
    public Driver driver() {
        return driver.get();
    }

    @Override
    public String leaderOf(String database) {
        return driver.leaderOf(
                database,
                address -> recorded().servers().stream()
                        .filter(server ->
                                address.equals("127.0.0.1:" + server.ports().bolt()))
                        .map(ServerRecord::name)
                        .findFirst()
                        .orElseThrow());
    }

    @Override
    public void kill(String server) {
        down.add(server);
        clusters.faults().kill(NAME, server);
    }

    @Override
    public void pause(String server) {
        down.add(server);
        clusters.faults().pause(NAME, server);
    }

    @Override
    public void resume(String server) {
        clusters.faults().resume(NAME, server);
        down.remove(server);
    }

    @Override
    public void stop(String server) {
        down.add(server);
        clusters.stop(NAME, server);
    }

    @Override
    public Map<String, String> restart(String server) {
        Map<String, String> dirty = new TreeMap<>();
        clusters.faults().restart(NAME, server).forEach(database -> dirty.put(database.database(), database.reason()));
        down.remove(server);
        return dirty;
    }

    @Override
    public void startAgain(String server) {
        throw new UnsupportedOperationException(
                "the launcher waits until a process is ready: use restart, or a cluster in this process");
    }

    @Override
    public ServerFaults faults() {
        return new ServerFaults(clusters.faults(), NAME);
    }

    @Override
    public Outcome admin(String... arguments) {
        return AdminCommands.run(home.resolve("data"), arguments);
    }

    @Override
    public void awaitReady() {
        // Everything the launcher does returns only when the servers are ready again.
    }

    @Override
    public void close() {
        driver.close();
        clusters.destroy(NAME);
        TemporaryDirectory.remove(home);
    }
}
