package dev.muster.node.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Starts and ends the server processes of a cluster, and waits until they are ready or gone. */
final class ServerRunner {
    static final Duration READY_LIMIT = Duration.ofSeconds(60);
    static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
    private static final int LOG_LINES = 20;

    private final ServerProgram program;
    private final Progress progress;
    /** Every process this one has started, for the case that it must end in the middle of a start. */
    private final List<ServerRecord> spawned = new ArrayList<>();

    private boolean ending;

    ServerRunner(ServerProgram program, Progress progress) {
        this.program = program;
        this.progress = progress;
    }

    /** Starts a server's process. Does not wait. Throws PORT_TAKEN, CANNOT_SPAWN or INTERRUPTED. */
    synchronized ServerRecord spawn(String cluster, ServerRecord server) {
        if (ending) {
            throw LauncherProblem.INTERRUPTED.with(cluster);
        }
        server.ports().byUse().forEach((use, port) -> {
            if (!FreePorts.isFree(port)) {
                throw LauncherProblem.PORT_TAKEN.with(server.name(), cluster, use, port);
            }
        });
        try {
            Files.deleteIfExists(server.selfDescription());
        } catch (IOException e) {
            throw LauncherProblem.FILES_FAILED.with(
                    "cannot remove " + server.selfDescription(), ClusterRegistry.reason(e));
        }
        ServerRecord started = server.withProcess(ServerProcess.spawn(
                program.command(server.configuration()),
                program.environment(),
                server.directory(),
                server.consoleLog()));
        spawned.add(started);
        return started;
    }

    /** This process is to end (Ctrl-C) and what it began is to be undone: starts no server any more, kills those it started. */
    synchronized void endWhatWasStarted() {
        ending = true;
        kill(spawned);
    }

    /** Whether this process ends and somebody undoes what it began. */
    synchronized boolean isEnding() {
        return ending;
    }

    /**
     * Waits until all servers are ready but for databases whose copy there is damaged, and returns those. Throws
     * START_FAILED at once when a server ends, START_TIMED_OUT when time is up.
     */
    List<DirtyDatabase> awaitReady(String cluster, List<ServerRecord> servers) {
        List<ServerRecord> waiting = new ArrayList<>(servers);
        List<DirtyDatabase> dirty = new ArrayList<>();
        boolean ready = Patience.until(READY_LIMIT, () -> {
            waiting.removeIf(server -> {
                HealthProbe.Answer answer = HealthProbe.ask(server);
                answer.dirty().forEach((name, reason) -> dirty.add(new DirtyDatabase(server.name(), name, reason)));
                return answer.isUp();
            });
            waiting.stream()
                    .filter(server -> server.process().isGone())
                    .findFirst()
                    .ifPresent(server -> {
                        throw ended(cluster, server);
                    });
            progress.at("waiting for " + names(waiting));
            return waiting.isEmpty();
        });
        if (!ready) {
            ServerRecord late = waiting.get(0);
            throw LauncherProblem.START_TIMED_OUT.withLines(
                    tail(late.consoleLog(), LOG_LINES),
                    late.name(),
                    cluster,
                    READY_LIMIT.toSeconds(),
                    "it runs but does not answer " + "http://127.0.0.1:"
                            + late.ports().http() + "/health with 200");
        }
        return dirty;
    }

    private static LauncherException ended(String cluster, ServerRecord server) {
        String lines = tail(server.consoleLog(), LOG_LINES);
        String reason = lines.lines()
                .filter(line -> !line.startsWith("HINT:"))
                .reduce((earlier, later) -> later)
                .orElse("it ended without a word");
        return LauncherProblem.START_FAILED.withLines(lines, server.name(), cluster, reason);
    }

    /** Asks servers to end, and ends those that do not within the limit. Returns when all are gone. */
    void stop(List<ServerRecord> servers) {
        for (ServerRecord server : servers) {
            ServerProcess process = server.process();
            if (process.state() == ServerProcess.State.PAUSED) {
                process.resume();
            }
            process.terminate();
        }
        if (!awaitGone(servers, STOP_LIMIT)) {
            kill(servers);
        }
    }

    /** Ends servers at once. Returns when all are gone. */
    void kill(List<ServerRecord> servers) {
        servers.forEach(server -> server.process().kill());
        if (!awaitGone(servers, KILL_LIMIT)) {
            ServerRecord left = servers.stream()
                    .filter(server -> !server.process().isGone())
                    .findFirst()
                    .orElseThrow();
            throw LauncherProblem.EFFECT_NOT_SEEN.with(
                    left.name(), left.directory().getParent(), "SIGKILL", KILL_LIMIT.toSeconds(), "running");
        }
    }

    private boolean awaitGone(List<ServerRecord> servers, Duration limit) {
        return Patience.until(limit, () -> {
            List<ServerRecord> left = servers.stream()
                    .filter(server -> !server.process().isGone())
                    .toList();
            if (!left.isEmpty()) {
                progress.at("waiting for " + names(left) + " to end");
            }
            return left.isEmpty();
        });
    }

    private static Set<String> namesOf(List<ServerRecord> servers) {
        return servers.stream().map(ServerRecord::name).collect(Collectors.toCollection(java.util.TreeSet::new));
    }

    private static String names(List<ServerRecord> servers) {
        return String.join(", ", namesOf(servers));
    }

    /** The last lines of a log; empty if there is none. */
    static String tail(Path log, int lines) {
        try {
            if (!Files.exists(log)) {
                return "";
            }
            List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
        } catch (IOException e) {
            return "(cannot read " + log + ": " + ClusterRegistry.reason(e) + ")";
        }
    }
}
