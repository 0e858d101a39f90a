package dev.muster.node.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.node.launcher.ClusterClient.DatabaseRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The local clusters of this user: start, look at, stop, start again, remove. Everything a call promises has been seen to
 * be so when it returns; what cannot be done is a {@link LauncherException} with one sentence.
 *
 * <p>One call per cluster at a time; different processes may work on different clusters.
 */
public final class LocalClusters {
    private final ClusterRegistry registry;
    private final ServerRunner runner;
    private final Supplier<ClusterClient> clients;
    private final Progress progress;

    private LocalClusters(
            ClusterRegistry registry, ServerRunner runner, Supplier<ClusterClient> clients, Progress progress) {
        this.registry = registry;
        this.runner = runner;
        this.clients = clients;
        this.progress = progress;
    }

    /** The clusters under a home directory, with servers that are this installation's. */
    public static LocalClusters open(Path home, Progress progress) {
        return open(home, Login.NONE, progress);
    }

    /** The same, with somebody to log in as where servers ask. */
    public static LocalClusters open(Path home, Login login, Progress progress) {
        return open(home, ServerProgram.ofThisInstallation(), () -> new BoltClient(login), progress);
    }

    /** The clusters under a home directory, with a choice of what runs as a server and how it is asked. */
    public static LocalClusters open(
            Path home, ServerProgram program, Supplier<ClusterClient> clients, Progress progress) {
        return new LocalClusters(new ClusterRegistry(home), new ServerRunner(program, progress), clients, progress);
    }

    /** {@code $MUSTER_HOME}, or {@code ~/.muster}. */
    public static Path defaultHome() {
        String home = System.getenv().getOrDefault("MUSTER_HOME", "");
        return home.isBlank() ? Path.of(System.getProperty("user.home"), ".muster") : Path.of(home);
    }

    /** A cluster in one line of a list. {@code problem} is empty, or why its state cannot be read. */
    public record Summary(String name, String directory, int servers, int running, String problem) {}

    /** Starts a new cluster; if that fails, nothing of it is left. */
    public ClusterStatus start(StartRequest request) {
        new ClusterStarter(registry, runner, new DatabaseSetup(clients, progress), progress).start(request);
        return status(request.name());
    }

    /** All clusters, sorted by name; one that is damaged is listed with the reason. */
    public List<Summary> list() {
        List<Summary> summaries = new ArrayList<>();
        for (String name : registry.names()) {
            try {
                ClusterRecord cluster = registry.read(name);
                long running = cluster.servers().stream()
                        .filter(server -> !server.process().isGone())
                        .count();
                summaries.add(new Summary(
                        name, cluster.directory().toString(), cluster.servers().size(), (int) running, ""));
            } catch (LauncherException e) {
                summaries.add(new Summary(name, "", 0, 0, e.getMessage()));
            }
        }
        return summaries;
    }

    /** What is recorded of a cluster: its files and ports. */
    public ClusterRecord recorded(String name) {
        return registry.read(name);
    }

    /**
     * A cluster at this moment. Databases are what the servers that answer say; while none answers they are not known and
     * none is listed.
     */
    public ClusterStatus status(String name) {
        ClusterRecord cluster = registry.read(name);
        List<ClusterStatus.Server> servers = new ArrayList<>();
        for (ServerRecord server : cluster.servers()) {
            servers.add(ClusterStatus.Server.of(
                    server, HealthProbe.serverId(server), server.process().state()));
        }
        return new ClusterStatus(
                name, cluster.directory().toString(), cluster.vocabulary(), servers, databases(cluster));
    }

    /** A server that is cut off knows of no leader; so others are asked, too, while there is none of a database. */
    /** What the first server that answers says at {@code GET /cluster}; null if none does. */
    public JsonNode report(String name) {
        for (ServerRecord server : registry.read(name).servers()) {
            LoopbackHttp.Answer answer = LoopbackHttp.ask(server.ports().http(), "GET", "/cluster");
            if (answer.status() == 200) {
                try {
                    return new ObjectMapper().readTree(answer.body());
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(server.name() + " answers GET /cluster with what is not JSON", e);
                }
            }
        }
        return null;
    }

    private List<ClusterStatus.Database> databases(ClusterRecord cluster) {
        Map<String, String> serverNames = ClusterStarter.namesByBoltAddress(cluster);
        Map<String, ClusterStatus.Database> databases = new LinkedHashMap<>();
        try (ClusterClient client = clients.get()) {
            for (ServerRecord server : cluster.servers()) {
                boolean complete = !databases.isEmpty()
                        && databases.values().stream().allMatch(database -> database.leader() != null);
                if (!complete && server.process().state() == ServerProcess.State.RUNNING) {
                    try {
                        add(client.showDatabases(server.ports().bolt()), serverNames, databases);
                    } catch (ClusterClient.Refused e) {
                        progress.at(server.name() + " does not answer: " + e.getMessage());
                    }
                }
            }
        }
        return List.copyOf(databases.values());
    }

    private static void add(
            List<DatabaseRow> rows, Map<String, String> serverNames, Map<String, ClusterStatus.Database> databases) {
        for (DatabaseRow row : rows) {
            String leader = row.leader() ? serverNames.get(row.address()) : null;
            databases.merge(
                    row.name(),
                    new ClusterStatus.Database(row.name(), row.requestedStatus(), leader),
                    (seen, next) -> seen.leader() == null ? next : seen);
        }
    }

    /** Ends all servers; their files stay. Those that do not end within the limit are killed. */
    public void stop(String name) {
        ClusterRecord cluster = registry.read(name);
        runner.stop(cluster.servers());
        for (ServerRecord server : cluster.servers()) {
            WorldFaults.forget(server);
            cluster = cluster.with(server.withFault(FaultKind.NONE));
        }
        registry.write(cluster);
    }

    /** Ends one server in order; its files stay. */
    public void stop(String name, String serverName) {
        runner.stop(List.of(registry.read(name).server(serverName)));
    }

    /** Stops what runs and starts all servers on the ports they had; returns when every database is usable. */
    public ClusterStatus restart(String name) {
        ClusterRecord cluster = registry.read(name);
        runner.stop(cluster.servers());
        try {
            for (ServerRecord server : cluster.servers()) {
                WorldFaults.forget(server);
                cluster = cluster.with(runner.spawn(name, server));
                registry.write(cluster);
            }
            runner.awaitReady(name, cluster.servers());
        } catch (LauncherException e) {
            runner.kill(cluster.servers());
            throw e;
        }
        return status(name);
    }

    /** Starts one server more, which joins the cluster and can host databases; returns its name. */
    public String add(String name) {
        return new ClusterGrowth(registry, runner, clients, progress).add(name);
    }

    /** Moves all databases off a server, takes it out of the cluster, ends it and removes its files. */
    public void remove(String name, String serverName) {
        new ClusterGrowth(registry, runner, clients, progress).remove(name, serverName);
    }

    /** Ends all servers and removes all their files. */
    public void destroy(String name) {
        ClusterRecord cluster = registry.read(name);
        runner.kill(cluster.servers());
        cluster.servers().forEach(server -> ClusterRegistry.deleteTree(server.directory()));
        registry.remove(name);
    }

    /**
     * For a process that is told to end while it works with clusters of its own: kills every server started through this
     * object, starts none any more, and removes the directory that holds all their files. Safe beside a call that another
     * thread is in the middle of.
     */
    public void abandon(Path directory) {
        runner.endWhatWasStarted();
        ClusterRegistry.deleteTree(directory);
    }

    /** Faults on purpose. */
    public Faults faults() {
        return new Faults(registry, runner);
    }

    /** Shell variables that point other tools at the cluster. */
    public Map<String, String> environment(String name) {
        ClusterStatus status = status(name);
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MUSTER_CLUSTER", name);
        variables.put("MUSTER_URI", status.uri());
        variables.put("MUSTER_BACKUP_FROM", status.backupFrom());
        variables.put("NEO4J_URI", status.uri());
        variables.put("NEO4J_ADDRESS", status.uri());
        return variables;
    }
}
