package dev.muster.node.cli;

import dev.muster.node.cli.console.Console;
import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.demo.AirRoutes;
import dev.muster.node.demo.AirRoutesLoader;
import dev.muster.node.demo.KnownAnswers;
import dev.muster.node.launcher.BoltClient;
import dev.muster.node.launcher.ClusterClient;
import dev.muster.node.launcher.HealthProbe;
import dev.muster.node.launcher.Patience;
import dev.muster.node.server.MusterServer;
import dev.muster.runtime.World;
import dev.muster.runtime.real.RealWorld;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Runs two servers, a client and the tools for a moment, so that the JVM can write down the classes they need ({@code
 * bin/muster} asks it to): later starts then map them instead of parsing them. Done once per build; nothing depends on it.
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
        int[] discovery = freePorts();
        try (MusterServer first = MusterServer.start(config(home, 0, discovery), world, failure -> {});
                MusterServer second = MusterServer.start(config(home, 1, discovery), world, failure -> {})) {
            use(first);
            use(second);
            useAsTheDemoDoes(first);
            useTools(first, home);
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

    private static void use(MusterServer server) {
        int bolt = server.addresses().bolt().port();
        try (BoltClient client = new BoltClient()) {
            Patience.until(
                    READY_LIMIT,
                    () -> HealthProbe.answersHealthy(server.addresses().http().port()));
            Patience.until(READY_LIMIT, () -> isOnline(client, bolt));
            client.run(bolt, "neo4j", "CREATE (a:Person {name: 'Ada'})-[:KNOWS]->(b:Person {name: 'Bob'})");
            client.run(bolt, "neo4j", "MATCH (a:Person)-[r]->(b) RETURN a.name, count(r) AS n ORDER BY n LIMIT 5");
        }
    }

    /** Loads the airports into a database of their own, and asks about them. The answers do not matter. */
    private static void useAsTheDemoDoes(MusterServer server) {
        AirRoutes routes = AirRoutes.read();
        try (Driver driver = BoltClient.driver(
                "neo4j://127.0.0.1:" + server.addresses().bolt().port())) {
            administer(driver, "CREATE DATABASE routes WAIT");
            AirRoutesLoader loader = new AirRoutesLoader(driver, "routes");
            loader.loadNodes(routes.nodes(), rows -> {});
            loader.loadEdges(routes.edges("contains"), rows -> {});
            KnownAnswers.ask(driver, "routes");
            administer(driver, "STOP DATABASE routes WAIT");
            administer(driver, "START DATABASE routes WAIT");
        }
    }

    private static void administer(Driver driver, String statement) {
        try (Session session = driver.session(SessionConfig.forDatabase("system"))) {
            session.run(statement).consume();
        }
    }

    /** Backs up twice, lists the artifacts and restores their chain: what {@code muster admin} is mostly asked for. */
    private static void useTools(MusterServer server, Path home) throws IOException {
        Path backups = Files.createDirectory(home.resolve("backups"));
        Path conf = Files.createDirectories(home.resolve("restored/conf"));
        Files.writeString(conf.resolve("muster.conf"), "");
        String from = "--from=127.0.0.1:" + server.addresses().backup().port() + ",127.0.0.1:1";
        admin(Map.of(), "database", "backup", from, "--to-path=" + backups, "*");
        try (BoltClient client = new BoltClient()) {
            client.run(server.addresses().bolt().port(), "routes", "CREATE (:airport {code: 'ZZZ'})");
        }
        admin(Map.of(), "database", "backup", from, "--to-path=" + backups, "*");
        admin(Map.of(), "backup", "inspect", "--empty", "--format=JSON", backups.toString());
        try (Stream<Path> artifacts = Files.list(backups)) {
            String last = artifacts
                    .map(Path::toString)
                    .filter(name -> name.contains("routes-"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            admin(Map.of("NEO4J_CONF", conf.toString()), "database", "restore", "--from-path=" + last, "routes2");
        }
    }

    private static void admin(Map<String, String> environment, String... words) {
        PrintStream nobody = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        AdminCommands.run(new Console(nobody, nobody, false), environment, words);
    }

    /** The servers must know before they start where to find each other. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket first = new ServerSocket(0);
                ServerSocket second = new ServerSocket(0)) {
            return new int[] {first.getLocalPort(), second.getLocalPort()};
        }
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

    private static ServerConfig config(Path home, int number, int[] discovery) {
        Map<String, String> values = new TreeMap<>();
        values.put("muster.server.name", "server" + number);
        values.put("server.default_listen_address", "127.0.0.1");
        values.put("server.default_advertised_address", "127.0.0.1");
        for (String port : List.of("bolt", "routing", "http", "cluster", "cluster.raft")) {
            values.put("server." + port + ".listen_address", ":0");
        }
        values.put("server.backup.listen_address", "127.0.0.1:0");
        values.put("server.discovery.listen_address", ":" + discovery[number]);
        values.put(
                "muster.cluster.initial_members",
                "server0@127.0.0.1:" + discovery[0] + ",server1@127.0.0.1:" + discovery[1]);
        values.put("dbms.security.auth_enabled", "false");
        values.put("muster.faults.enabled", "true");
        return ServerConfig.of(
                home.resolve(Integer.toString(number)), List.of(ConfigFile.of("class recording", values)));
    }
}
