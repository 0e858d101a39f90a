package dev.muster.node.cli;

import dev.muster.node.cli.console.Console;
import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterClient;
import dev.muster.node.launcher.Patience;
import dev.muster.node.server.MusterServer;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Runs a server and a client for a moment, so that the JVM can write down the classes they need ({@code bin/muster} asks
 * it to): later starts then map them instead of parsing them. Done once per build; nothing depends on it.
 */
@Command(hidden = true, description = "Load the classes that servers and commands need, for the class-data archive.")
final class RecordClassesCommand implements Callable<Integer> {
    private static final Duration READY_LIMIT = Duration.ofSeconds(20);

    private final Console console;

    RecordClassesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        CommandLine.usage(new Muster(), console.err());
        Path home = Files.createTempDirectory("muster-classes");
        World world = RealWorld.open("classes");
        try (MusterServer server = MusterServer.start(config(home), world, failure -> {})) {
            int bolt = server.addresses().bolt().port();
            try (BoltClient client = new BoltClient()) {
                Patience.until(READY_LIMIT, () -> isOnline(client, bolt));
                client.run(bolt, "neo4j", "CREATE (a:Person {name: 'Ada'})-[:KNOWS]->(b:Person {name: 'Bob'})");
                client.run(bolt, "neo4j", "MATCH (a:Person)-[r]->(b) RETURN a.name, count(r) AS n ORDER BY n LIMIT 5");
            }
        } finally {
            RealWorld.close(world);
            try (Stream<Path> files = Files.walk(home)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        return 0;
    }

    private static boolean isOnline(ClusterClient client, int bolt) {
        try {
            return client.showDatabases(bolt).stream()
                    .anyMatch(row ->
                            row.name().equals("neo4j") && row.currentStatus().equals("online") && row.leader());
        } catch (ClusterClient.Refused e) {
            return false;
        }
    }

    private static ServerConfig config(Path home) {
        return ServerConfig.of(
                home,
                List.of(ConfigFile.of(
                        "class recording",
                        Map.of(
                                "server.default_listen_address", "127.0.0.1",
                                "server.bolt.listen_address", ":0",
                                "server.routing.listen_address", ":0",
                                "server.http.listen_address", ":0",
                                "server.backup.listen_address", "127.0.0.1:0",
                                "server.cluster.listen_address", ":0",
                                "server.cluster.raft.listen_address", ":0",
                                "server.discovery.listen_address", ":0",
                                "dbms.security.auth_enabled", "false"))));
    }
}
