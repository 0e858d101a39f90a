package dev.muster.node.launcher;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Adds servers to a running cluster and takes them away, the way an administrator would. */
final class ClusterGrowth {
    private static final int PORT_ATTEMPTS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    /** A server that has left the cluster for good. */
    private static final Set<String> GONE = Set.of("Dropped", "");

    private final ClusterRegistry registry;
    private final ServerRunner runner;
    private final Supplier<ClusterClient> clients;
    private final Progress progress;

    ClusterGrowth(ClusterRegistry registry, ServerRunner runner, Supplier<ClusterClient> clients, Progress progress) {
        this.registry = registry;
        this.runner = runner;
        this.clients = clients;
        this.progress = progress;
    }

    /** Starts one server more and lets it join; returns its name when it is enabled. If it does not start, nothing is left. */
    String add(String name) {
        ClusterRecord cluster = registry.read(name);
        ServerRecord speaker = running(cluster, "");
        ServerRecord server = startOnFreePorts(cluster);
        try (ClusterClient client = clients.get()) {
            progress.at("enabling " + server.name());
            String[] state = {"not known"};
            boolean enabled = Patience.until(LIMIT, () -> {
                state[0] = client.serverState(speaker.ports().bolt(), server.name());
                if (state[0].equals("Free")) {
                    run(client, cluster, speaker, "ENABLE SERVER", server);
                }
                return state[0].equals("Enabled");
            });
            if (!enabled) {
                throw LauncherProblem.ADD_TIMED_OUT.with(server.name(), name, LIMIT.toSeconds(), state[0]);
            }
        }
        return server.name();
    }

    /** Another program may take a port between the look for it and the server's start. */
    private ServerRecord startOnFreePorts(ClusterRecord cluster) {
        for (int attempt = 1; ; attempt++) {
            try {
                return start(cluster);
            } catch (LauncherException e) {
                if (attempt == PORT_ATTEMPTS || e.problem() != LauncherProblem.PORT_TAKEN) {
                    throw e;
                }
                progress.at("a port was taken by another program; trying again with others");
            }
        }
    }

    private ServerRecord start(ClusterRecord cluster) {
        String name = cluster.nextServerName();
        try (FreePorts ports = new FreePorts()) {
            ServerRecord server =
                    new ServerRecord(name, cluster.directory().resolve(name), ports.take(), 0, 0, FaultKind.NONE);
            ClusterRecord grown = cluster.withAdded(server);
            boolean started = false;
            try {
                ServerConfiguration.writeJoining(server, cluster.servers(), cluster.vocabulary());
                registry.write(grown);
                progress.at("starting " + name);
                ports.release(server.ports());
                server = runner.spawn(cluster.name(), server);
                grown = grown.with(server);
                registry.write(grown);
                runner.awaitReady(cluster.name(), List.of(server));
                started = true;
                return server;
            } finally {
                if (!started) {
                    runner.kill(List.of(server));
                    ClusterRegistry.deleteTree(server.directory());
                    registry.write(grown.without(name));
                }
            }
        }
    }

    /** Moves everything off the server, drops it, ends it and removes its files. It may be down already. */
    void remove(String name, String serverName) {
        ClusterRecord cluster = registry.read(name);
        ServerRecord server = cluster.server(serverName);
        if (cluster.servers().size() == 1) {
            throw LauncherProblem.LAST_SERVER.with(serverName, name, name);
        }
        ServerRecord speaker = running(cluster, serverName);
        try (ClusterClient client = clients.get()) {
            progress.at("moving databases off " + serverName);
            run(client, cluster, speaker, "DEALLOCATE DATABASES FROM SERVER", server);
            await(client, cluster, speaker, server, Set.of("Deallocated", "Dropped", ""));
            run(client, cluster, speaker, "DROP SERVER", server);
            await(client, cluster, speaker, server, GONE);
        }
        runner.stop(List.of(server));
        ClusterRegistry.deleteTree(server.directory());
        registry.write(registry.read(name).without(serverName));
    }

    private void await(
            ClusterClient client,
            ClusterRecord cluster,
            ServerRecord speaker,
            ServerRecord server,
            Set<String> wanted) {
        String[] state = {""};
        boolean reached = Patience.until(LIMIT, () -> {
            state[0] = client.serverState(speaker.ports().bolt(), server.name());
            progress.at(server.name() + " is " + state[0]);
            return wanted.contains(state[0]);
        });
        if (!reached) {
            throw LauncherProblem.REMOVE_TIMED_OUT.with(server.name(), cluster.name(), LIMIT.toSeconds(), state[0]);
        }
    }

    private static void run(
            ClusterClient client, ClusterRecord cluster, ServerRecord speaker, String command, ServerRecord server) {
        try {
            client.run(speaker.ports().bolt(), "system", command + " '" + server.name() + "'");
        } catch (ClusterClient.Refused e) {
            throw LauncherProblem.COMMAND_REFUSED.with(cluster.name(), command, e.getMessage());
        }
    }

    private static ServerRecord running(ClusterRecord cluster, String except) {
        return cluster.servers().stream()
                .filter(server -> !server.name().equals(except))
                .filter(server -> server.process().state() == ServerProcess.State.RUNNING)
                .findFirst()
                .orElseThrow(() -> LauncherProblem.NOBODY_RUNS.with(cluster.name(), cluster.name()));
    }
}
