package dev.muster.clustertests;

import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.launcher.FreePorts;
import dev.muster.node.launcher.ServerPorts;
import dev.muster.node.server.MusterServer;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.neo4j.driver.Driver;

/** All servers in this process, each in a world of its own with real files and real sockets on loopback. */
final class InProcessCluster implements Cluster {
    private final Path directory;
    private final ClusterDriver driver = new ClusterDriver(this::uri);
    private final Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    private final FreePorts freePorts = new FreePorts();
    private final Map<String, ServerPorts> ports = new LinkedHashMap<>();
    private final Map<String, Running> running = new TreeMap<>();

    /** A server and the world it lives in. */
    private record Running(World world, MusterServer server) {}

    private InProcessCluster(Path directory) {
        this.directory = directory;
    }

    static Cluster start(int primaries, List<String> databases, Map<String, String> extraSettings) {
        InProcessCluster cluster = new InProcessCluster(TemporaryDirectory.create());
        try {
            cluster.configure(primaries, extraSettings);
            cluster.settings.keySet().forEach(cluster::startServer);
            cluster.awaitReady();
            cluster.driver.createDatabases(databases);
            cluster.awaitReady();
            return cluster;
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private void configure(int primaries, Map<String, String> extraSettings) {
        List<String> members = new ArrayList<>();
        for (int i = 1; i <= primaries; i++) {
            String name = "server%02d".formatted(i);
            ServerPorts free = freePorts.take();
            ports.put(name, free);
            Map<String, String> values = new LinkedHashMap<>();
            values.put("muster.server.name", name);
            values.put("server.default_listen_address", "127.0.0.1");
            values.put("server.default_advertised_address", "127.0.0.1");
            values.put("server.bolt.listen_address", "127.0.0.1:" + free.bolt());
            values.put("server.backup.listen_address", "127.0.0.1:" + free.backup());
            values.put("server.discovery.listen_address", "127.0.0.1:" + free.discovery());
            values.put("server.cluster.raft.listen_address", "127.0.0.1:" + free.raft());
            values.put("server.cluster.listen_address", "127.0.0.1:" + free.cluster());
            values.put("server.http.listen_address", "127.0.0.1:" + free.http());
            values.put("server.routing.listen_address", "127.0.0.1:" + free.routing());
            values.put("dbms.security.auth_enabled", "false");
            values.putAll(extraSettings);
            settings.put(name, values);
            members.add(name + "@127.0.0.1:" + free.discovery());
        }
        if (primaries > 1) {
            settings.values()
                    .forEach(values -> values.put("muster.cluster.initial_members", String.join(",", members)));
        }
    }

    private void startServer(String name) {
        World world = RealWorld.open(name);
        try {
            freePorts.release(ports.get(name));
            ServerConfig config = ServerConfig.of(home(name), List.of(ConfigFile.of("test", settings.get(name))));
            running.put(name, new Running(world, MusterServer.start(config, world, failure -> {})));
        } catch (RuntimeException e) {
            RealWorld.close(world);
            throw e;
        }
    }

    @Override
    public List<String> servers() {
        return List.copyOf(settings.keySet());
    }

    @Override
    public String uri() {
        return "neo4j://" + settings.get(running.keySet().iterator().next()).get("server.bolt.listen_address");
    }

    @Override
    public String uri(String server) {
        return "bolt://" + settings.get(server).get("server.bolt.listen_address");
    }

    @Override
    public String http(String server) {
        return "http://" + settings.get(server).get("server.http.listen_address");
    }

    @Override
    public List<String> backupAddresses() {
        return settings.values().stream()
                .map(values -> values.get("server.backup.listen_address"))
                .toList();
    }

    @Override
    public Path home(String server) {
        return directory.resolve(server);
    }

    @Override
    public Driver driver() {
        return driver.get();
    }

    @Override
    public String leaderOf(String database) {
        return driver.leaderOf(
                database,
                address -> settings.entrySet().stream()
                        .filter(server -> server.getValue()
                                .get("server.bolt.listen_address")
                                .equals(address))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow());
    }

    @Override
    public void kill(String server) {
        Running killed = running.remove(server);
        killed.server().halt();
        RealWorld.close(killed.world());
    }

    @Override
    public void pause(String server) {
        throw new UnsupportedOperationException("a server can only be frozen as a process: use processes = true");
    }

    @Override
    public void resume(String server) {
        throw new UnsupportedOperationException("a server can only be frozen as a process: use processes = true");
    }

    @Override
    public void stop(String server) {
        stop(running.remove(server));
    }

    @Override
    public Map<String, String> restart(String server) {
        Running before = running.remove(server);
        if (before != null) {
            stop(before);
        }
        startServer(server);
        awaitReady();
        return Map.of();
    }

    @Override
    public void startAgain(String server) {
        if (running.containsKey(server)) {
            throw new IllegalStateException(server + " runs");
        }
        startServer(server);
    }

    private static void stop(Running server) {
        server.server().close();
        RealWorld.close(server.world());
    }

    @Override
    public ServerFaults faults() {
        throw new UnsupportedOperationException(
                "links, disks and clocks of servers in one process stay sound: use a cluster of processes");
    }

    @Override
    public Outcome admin(String... arguments) {
        return AdminCommands.run(directory.resolve("data"), arguments);
    }

    @Override
    public void awaitReady() {
        Awaitility.await("every running server is ready: " + running.keySet())
                .atMost(java.time.Duration.ofSeconds(30))
                .pollInterval(java.time.Duration.ofMillis(20))
                .until(() -> running.values().stream()
                        .allMatch(server -> server.server().ready()));
    }

    @Override
    public void close() {
        driver.close();
        freePorts.close();
        running.values().forEach(InProcessCluster::stop);
        running.clear();
        TemporaryDirectory.remove(directory);
    }

    @Override
    public String toString() {
        return running.keySet().stream().collect(Collectors.joining(", ", "in-process cluster of ", ""));
    }
}
