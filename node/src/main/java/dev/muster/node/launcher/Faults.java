package dev.muster.node.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Breaks servers of a local cluster on purpose, and heals them. Each call returns when its effect has been seen. */
public final class Faults {
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

    private final ClusterRegistry registry;
    private final ServerRunner runner;
    private final WorldFaults world;

    Faults(ClusterRegistry registry, ServerRunner runner) {
        this.registry = registry;
        this.runner = runner;
        this.world = new WorldFaults(registry);
    }

    /** Faults of what is around a server's process. */
    public WorldFaults world() {
        return world;
    }

    /** A fault that is in force. */
    public record ActiveFault(String cluster, String server, String fault) {}

    /** Ends the server's process with SIGKILL. Throws NOT_RUNNING. */
    public void kill(String name, String serverName) {
        ClusterRecord cluster = registry.read(name);
        ServerRecord server = cluster.server(serverName);
        if (server.process().isGone()) {
            throw LauncherProblem.NOT_RUNNING.with(serverName, name);
        }
        runner.kill(List.of(server));
        registry.write(cluster.with(server.withFault(FaultKind.KILLED)));
    }

    /** Freezes the server's process. Throws NOT_RUNNING. */
    public void pause(String name, String serverName) {
        ClusterRecord cluster = registry.read(name);
        ServerRecord server = cluster.server(serverName);
        if (server.process().isGone()) {
            throw LauncherProblem.NOT_RUNNING.with(serverName, name);
        }
        server.process().pause();
        awaitState(name, server, ServerProcess.State.PAUSED, "SIGSTOP");
        registry.write(cluster.with(server.withFault(FaultKind.PAUSED)));
    }

    /** Lets a frozen server go on; returns as {@link #restart} does. Throws NOT_RUNNING or NOT_PAUSED. */
    public List<DirtyDatabase> resume(String name, String serverName) {
        ClusterRecord cluster = registry.read(name);
        ServerRecord server = cluster.server(serverName);
        switch (server.process().state()) {
            case GONE -> throw LauncherProblem.NOT_RUNNING.with(serverName, name);
            case RUNNING -> throw LauncherProblem.NOT_PAUSED.with(serverName, name);
            case PAUSED -> server.process().resume();
        }
        awaitState(name, server, ServerProcess.State.RUNNING, "SIGCONT");
        registry.write(cluster.with(server.withFault(FaultKind.NONE)));
        if (!world.of(server).isNone()) {
            world.putInForce(cluster, server);
        }
        return runner.awaitReady(name, List.of(server));
    }

    /**
     * Starts a server that is gone, or stops and starts one that runs. Returns when it is ready but for databases whose
     * copy there is damaged, and names those. Throws PAUSED.
     */
    public List<DirtyDatabase> restart(String name, String serverName) {
        ClusterRecord cluster = registry.read(name);
        ServerRecord server = cluster.server(serverName);
        switch (server.process().state()) {
            case PAUSED -> throw LauncherProblem.PAUSED.with(serverName, name, name, serverName);
            case RUNNING -> runner.stop(List.of(server));
            case GONE -> {}
        }
        ServerRecord started = runner.spawn(name, server);
        registry.write(cluster.with(started));
        return runner.awaitReady(name, List.of(started));
    }

    /** What is wrong on purpose now, over all clusters whose state can be read. */
    public List<ActiveFault> active() {
        List<ActiveFault> faults = new ArrayList<>();
        for (String name : registry.names()) {
            faults.addAll(active(name));
        }
        return faults;
    }

    /** What is wrong on purpose now in one cluster. */
    public List<ActiveFault> active(String name) {
        List<ActiveFault> faults = new ArrayList<>();
        for (ServerRecord server : registry.read(name).servers()) {
            ServerProcess.State state = server.process().state();
            if (state == ServerProcess.State.PAUSED) {
                faults.add(new ActiveFault(name, server.name(), "paused"));
            } else if (state == ServerProcess.State.GONE && server.fault() == FaultKind.KILLED) {
                faults.add(new ActiveFault(name, server.name(), "killed"));
            }
            FaultText.of(world.of(server)).forEach(text -> faults.add(new ActiveFault(name, server.name(), text)));
        }
        return faults;
    }

    /** Undoes every fault of a cluster; returns what was undone, once all those servers are ready. */
    public List<ActiveFault> heal(String name) {
        return heal(name, registry.read(name).servers());
    }

    /** Undoes every fault of one server, those of its links included. */
    public List<ActiveFault> heal(String name, String serverName) {
        return heal(name, List.of(registry.read(name).server(serverName)));
    }

    private List<ActiveFault> heal(String name, List<ServerRecord> broken) {
        List<ActiveFault> healed = active(name).stream()
                .filter(fault ->
                        broken.stream().anyMatch(server -> server.name().equals(fault.server())))
                .toList();
        List<ServerRecord> back = new ArrayList<>();
        for (ServerRecord server : broken) {
            if (healed.stream().anyMatch(fault -> fault.server().equals(server.name()))) {
                back.add(heal(registry.read(name), server));
            }
        }
        runner.awaitReady(name, back);
        return healed;
    }

    /** A server that ended of itself, as one whose disk fails does, is started again like one that was killed. */
    private ServerRecord heal(ClusterRecord cluster, ServerRecord server) {
        ServerRecord back = server.withFault(FaultKind.NONE);
        if (server.process().state() == ServerProcess.State.PAUSED) {
            server.process().resume();
            awaitState(cluster.name(), server, ServerProcess.State.RUNNING, "SIGCONT");
        }
        world.heal(cluster, server);
        if (server.process().isGone()) {
            back = runner.spawn(cluster.name(), server);
        }
        registry.write(cluster.with(back));
        return back;
    }

    private static void awaitState(String name, ServerRecord server, ServerProcess.State wanted, String signal) {
        if (!Patience.until(SIGNAL_LIMIT, () -> server.process().state() == wanted)) {
            throw LauncherProblem.EFFECT_NOT_SEEN.with(
                    server.name(),
                    name,
                    signal,
                    SIGNAL_LIMIT.toSeconds(),
                    server.process().state().name().toLowerCase(java.util.Locale.ROOT));
        }
    }
}
