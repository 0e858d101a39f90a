package dev.muster.node.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of one cluster. {@code directory} holds the servers' directories; {@code version} is this format's; {@code
 * lastNumber} is the highest that a server's name ever had, since names of removed servers are not given again.
 */
public record ClusterRecord(
        int version,
        String name,
        Path directory,
        String vocabulary,
        List<String> databases,
        List<ServerRecord> servers,
        int lastNumber) {
    /** The version that this code writes, and the highest it reads. */
    static final int VERSION = 1;

    public ClusterRecord {
        databases = List.copyOf(databases);
        servers = List.copyOf(servers);
        lastNumber = Math.max(lastNumber, servers.size());
    }

    /** The name of the server that is added next. */
    String nextServerName() {
        return serverName(lastNumber + 1);
    }

    static String serverName(int number) {
        return String.format("server%02d", number);
    }

    /** The same cluster with one server more. */
    ClusterRecord withAdded(ServerRecord server) {
        List<ServerRecord> all = new ArrayList<>(servers);
        all.add(server);
        return new ClusterRecord(version, name, directory, vocabulary, databases, all, lastNumber + 1);
    }

    /** The same cluster without a server. */
    ClusterRecord without(String serverName) {
        return new ClusterRecord(
                version,
                name,
                directory,
                vocabulary,
                databases,
                servers.stream()
                        .filter(server -> !server.name().equals(serverName))
                        .toList(),
                lastNumber);
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
        return new ClusterRecord(version, name, directory, vocabulary, databases, all, lastNumber);
    }
}
