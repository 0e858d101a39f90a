package dev.muster.backup.online;

import dev.muster.backup.BackupSource.ClusterServer;
import dev.muster.backup.BackupSource.HostedDatabase;
import dev.muster.backup.BackupSource.ServerIdentity;
import dev.muster.runtime.SocketAddress;
import java.util.List;

/**
 * What a server said when it was asked what it hosts.
 *
 * @param server who it is; null if it did not answer
 * @param cluster the servers it knows; empty if it knows of no cluster, or cannot tell
 * @param problem why there is no answer; empty if there is
 */
public record ServerAnswer(
        SocketAddress source,
        ServerIdentity server,
        List<HostedDatabase> databases,
        List<ClusterServer> cluster,
        String problem) {
    public ServerAnswer {
        databases = List.copyOf(databases);
        cluster = List.copyOf(cluster);
    }

    /** Of one that knows of no cluster. */
    public ServerAnswer(SocketAddress source, ServerIdentity server, List<HostedDatabase> databases, String problem) {
        this(source, server, databases, List.of(), problem);
    }

    static ServerAnswer silent(SocketAddress source, String problem) {
        return new ServerAnswer(source, null, List.of(), problem);
    }

    public boolean answered() {
        return server != null;
    }

    /** The server's name, or empty. */
    public String name() {
        return server == null ? "" : server.name();
    }

    /** What it says of the database of that name, or null. */
    HostedDatabase hosted(String name) {
        return databases.stream()
                .filter(database -> database.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
