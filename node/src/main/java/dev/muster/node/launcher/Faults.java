package dev.muster.node.launcher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Breaks servers of a local cluster on purpose, and heals them. Each call returns when its effect has been seen. */
public final class Faults {
    private static final Duration SIGNAL_LIMIT = Duration.ofSeconds(5);

    private final ClusterRegistry registry;
    private final ServerRunner runner;

    Faults(ClusterRegistry registry, ServerRunner runner) {
        this.registry = registry;
        this.runner = runner;
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

    /** What is killed or paused now, over all clusters whose state can be read. */
    public List<ActiveFault> active() {
        List<ActiveFault> faults = new ArrayList<>();
        for (String name : registry.names()) {
            faults.addAll(active(name));
        }
        return faults;
    }

    /** What is killed or paused now in one cluster. */
    public List<ActiveFault> active(String name) {
        List<ActiveFault> faults = new ArrayList<>();
        for (ServerRecord server : registry.read(name).servers()) {
            ServerProcess.State state = server.process().state();
            if (state == ServerProcess.State.PAUSED) {
                faults.add(new ActiveFault(name, server.name(), "paused"));
            } else if (state == ServerProcess.State.GONE && server.fault() == FaultKind.KILLED) {
                faults.add(new ActiveFault(name, server.name(), "killed"));
            }
        }
        return faults;
    }

    /** Undoes every fault of a cluster; returns what was undone, once all those servers are ready. */
    public List<ActiveFault> heal(String name) {
        List<ActiveFault> healed = active(name);
        ClusterRecord cluster = registry.read(name);
        List<ServerRecord> back = new ArrayList<>();
        for (ActiveFault fault : healed) {
            ServerRecord server = cluster.server(fault.server());
            if (fault.fault().equals("paused")) {
                server.process().resume();
                server = server.withFault(FaultKind.NONE);
            } else {
                server = runner.spawn(name, server);
            }
            cluster = cluster.with(server);
            registry.write(cluster);
            back.add(server);
        }
        runner.awaitReady(name, back);
        return healed;
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
