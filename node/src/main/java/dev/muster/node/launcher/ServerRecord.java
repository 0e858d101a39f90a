package dev.muster.node.launcher;

import java.nio.file.Path;

/**
 * What is kept of one server. {@code pid} and {@code startedAtMillis} name the last process that was started for it and
 * say nothing of whether it still runs; together they tell it from a later process with the same pid. {@code fault} is
 * what was done to it on purpose and not yet undone.
 */
public record ServerRecord(
        String name, Path directory, ServerPorts ports, long pid, long startedAtMillis, FaultKind fault) {
    /** The server's own record of itself, written once its ports are bound. */
    Path selfDescription() {
        return directory.resolve("run").resolve("server.json");
    }

    Path configuration() {
        return directory.resolve("conf").resolve("muster.conf");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    /** What the process printed, from all its starts. */
    Path consoleLog() {
        return logs().resolve("console.log");
    }

    ServerRecord withPorts(ServerPorts newPorts) {
        return new ServerRecord(name, directory, newPorts, pid, startedAtMillis, fault);
    }

    ServerRecord withProcess(ServerProcess process) {
        return new ServerRecord(name, directory, ports, process.pid(), process.startedAtMillis(), FaultKind.NONE);
    }

    ServerRecord withFault(FaultKind newFault) {
        return new ServerRecord(name, directory, ports, pid, startedAtMillis, newFault);
    }

    /** The process that was last started for this server. */
    ServerProcess process() {
        return new ServerProcess(pid, startedAtMillis);
    }
}
