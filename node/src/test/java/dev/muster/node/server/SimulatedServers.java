package dev.muster.node.server;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.node.config.ConfigFile;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.query.ServerTransaction;
import dev.muster.node.stages.Stages;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Whole servers in one simulation: s1, s2, …; everything of a server but its Bolt and HTTP ports. */
final class SimulatedServers {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final Simulation simulation;
    private final Map<String, MusterServer> running = new LinkedHashMap<>();
    private final List<String> names = new ArrayList<>();
    private final BiFunction<String, ServerParts, ServerParts> parts;
    private final String moreSettings;

    SimulatedServers(long seed, int count) {
        this(seed, count, (name, parts) -> parts, "");
    }

    /** With more lines of settings, and with other parts than the standard ones, which are asked for at each start. */
    SimulatedServers(long seed, int count, BiFunction<String, ServerParts, ServerParts> parts, String moreSettings) {
        this(seed, count, parts, moreSettings, count);
    }

    /** Of which only the first ones are started. */
    SimulatedServers(
            long seed,
            int count,
            BiFunction<String, ServerParts, ServerParts> parts,
            String moreSettings,
            int started) {
        this.parts = parts;
        this.moreSettings = moreSettings;
        simulation = new Simulation(seed);
        for (int i = 1; i <= count; i++) {
            names.add("s" + i);
        }
        names.stream()
                .limit(started)
                .map(this::opening)
                .toList()
                .forEach(opening -> simulation.join(opening, PATIENCE));
    }

    void start(String name) {
        simulation.server(name).restart();
        simulation.join(opening(name), PATIENCE);
    }

    /** A new machine and a server on it that finds the running cluster and joins it. */
    void join(String name) {
        simulation.join(opening(name), PATIENCE);
    }

    void cutPower(String name) {
        simulation.server(name).crash();
        running.remove(name);
    }

    /** The machine fails, and starts again with an empty disk when {@link #start} is called. */
    void loseDisk(String name) {
        simulation.server(name).loseDisk();
        running.remove(name);
    }

    void kill(String name) {
        simulation.server(name).kill();
        running.remove(name);
    }

    /** Opens another server in the process that runs on the machine. */
    void openAgainInTheSameProcess(String name) {
        simulation.join(opening(name), PATIENCE);
    }

    /** The server that leads the database. */
    String leaderOf(String database) {
        return running.entrySet().stream()
                .filter(server -> {
                    HostedDatabase copy = server.getValue().databases().byName(database);
                    RaftStatus raft = copy == null ? null : copy.raftStatus();
                    return raft != null && raft.role() == Role.LEADER;
                })
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Ends it in order. */
    void stop(String name) {
        simulation.join(running.remove(name).shutDown(), PATIENCE);
        simulation.server(name).kill();
    }

    ServerConfig config(String name) {
        String members =
                names.stream().map(member -> member + "@" + member + ":5000").collect(Collectors.joining(","));
        String settings = """
                muster.server.name=%1$s
                muster.cluster.initial_members=%2$s
                muster.discovery=static
                server.default_listen_address=%1$s
                server.default_advertised_address=%1$s
                server.backup.listen_address=%1$s:6362
                muster.backup.allow_unauthenticated=true
                server.bolt.enabled=false
                server.http.enabled=false
                """.formatted(name, members);
        return ServerConfig.of(
                simulation.server(name).directory(),
                List.of(
                        ConfigFile.parse(
                                "no logins, no events",
                                "dbms.security.auth_enabled=false\nmuster.events.enabled=false"),
                        ConfigFile.parse(name + "'s settings", settings + moreSettings)));
    }

    private CompletionStage<MusterServer> opening(String name) {
        ServerParts own = parts.apply(name, ServerParts.standard());
        return MusterServer.open(config(name), simulation.server(name).world(), own, failure -> {
                    throw new AssertionError(name + " cannot go on", failure);
                })
                .thenApply(server -> {
                    running.put(name, server);
                    return server;
                });
    }

    MusterServer server(String name) {
        return running.get(name);
    }

    /** Those that run, in the order they were started. */
    List<String> running() {
        return List.copyOf(running.keySet());
    }

    /** Until every running server is ready. */
    void awaitReady() {
        for (MusterServer server : running.values()) {
            eventually(() -> simulation.join(server.health(), PATIENCE).ready());
        }
    }

    /** Runs on until it is so. */
    void eventually(BooleanSupplier condition) {
        for (int look = 0; !condition.getAsBoolean(); look++) {
            if (look == 600) {
                throw new AssertionError("not within a minute of virtual time\n" + simulation.lastEvents());
            }
            simulation.runFor(Duration.ofMillis(100));
        }
    }

    /** Runs it on whoever leads the database; returns the rows. */
    List<List<Object>> write(String database, String query) {
        return write(database, query, Map.of());
    }

    List<List<Object>> write(String database, String query, Map<String, Object> parameters) {
        for (int attempt = 0; attempt < 200; attempt++) {
            for (MusterServer server : running.values()) {
                try {
                    return simulation.join(execute(server, database, true, query, parameters), PATIENCE);
                } catch (CompletionException e) {
                    if (!(Stages.causeOf(e) instanceof BoltFailure failure)
                            || !(failure.code().contains("NotALeader")
                                    || failure.code().contains("Transient"))) {
                        throw e;
                    }
                }
            }
            simulation.runFor(Duration.ofMillis(50));
        }
        throw new AssertionError("nobody takes a write of " + database);
    }

    List<List<Object>> read(String server, String database, String query) {
        return simulation.join(execute(running.get(server), database, false, query, Map.of()), PATIENCE);
    }

    static CompletionStage<List<List<Object>>> execute(
            MusterServer server, String database, boolean write, String query, Map<String, Object> parameters) {
        return server.transactions()
                .begin(new QueryService.TransactionRequest(null, database, write, List.of(), 0, Map.of(), true, false))
                .thenCompose(transaction ->
                        transaction.run(query, parameters).thenCompose(result -> finished(transaction, result)));
    }

    private static CompletionStage<List<List<Object>>> finished(
            ServerTransaction transaction, QueryService.Result result) {
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row = result.next(); row != null; row = result.next()) {
            rows.add(row);
        }
        return transaction.commit().thenApply(bookmark -> rows);
    }
}
