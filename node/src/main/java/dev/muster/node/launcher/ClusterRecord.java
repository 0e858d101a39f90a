package dev.muster.node.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is kept of one cluster. {@code directory} holds the servers' directories; {@code version} is this format's. */
public record ClusterRecord(
        int version,
        String name,
        Path directory,
        String vocabulary,
        List<String> databases,
        List<ServerRecord> servers) {
    /** The version that this code writes, and the highest it reads. */
    static final int VERSION = 1;

    public ClusterRecord {
        databases = List.copyOf(databases);
        servers = List.copyOf(servers);
    }

    /** The server of that name. Throws {@link LauncherProblem#SERVER_UNKNOWN}. */
    public ServerRecord server(String serverName) {
        return servers.stream()
                .filter(server -> server.name().equals(serverName))
                .findFirst()
                .orElseThrow(() -> LauncherProblem.SERVER_UNKNOWN.with(
                        name,
                        serverName,
                        String.join(
                                ", ", servers.stream().map(ServerRecord::name).toList())));
    }

    /** The same cluster with one server's record replaced. */
    ClusterRecord with(ServerRecord changed) {
        List<ServerRecord> all = new ArrayList<>(servers);
        all.replaceAll(server -> server.name().equals(changed.name()) ? changed : server);
        return new ClusterRecord(version, name, directory, vocabulary, databases, all);
    }
}
