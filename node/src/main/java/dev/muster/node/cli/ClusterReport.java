package dev.muster.node.cli;

import dev.muster.backup.cli.TextTable;
import dev.muster.node.launcher.ClusterStatus;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Writes a cluster for people. */
final class ClusterReport {
    private ClusterReport() {}

    static void print(PrintStream out, ClusterStatus status) {
        long running = status.servers().stream()
                .filter(ClusterStatus.Server::isRunning)
                .count();
        out.println("Cluster '" + status.name() + "': " + running + " of "
                + status.servers().size() + " servers running, files in " + status.directory());
        out.println();
        List<List<String>> servers = new ArrayList<>();
        servers.add(List.of("SERVER", "STATE", "PID", "BOLT", "HTTP", "BACKUP"));
        for (ClusterStatus.Server server : status.servers()) {
            servers.add(List.of(
                    server.name(),
                    server.state(),
                    server.pid() == null ? "-" : server.pid().toString(),
                    server.bolt(),
                    server.http(),
                    server.backup()));
        }
        TextTable.print(out, servers);
        if (!status.databases().isEmpty()) {
            out.println();
            List<List<String>> databases = new ArrayList<>();
            databases.add(List.of("DATABASE", "REQUESTED", "LEADER"));
            for (ClusterStatus.Database database : status.databases()) {
                databases.add(List.of(
                        database.name(),
                        database.requestedStatus(),
                        database.leader() == null ? "-" : database.leader()));
            }
            TextTable.print(out, databases);
        }
        if (status.databases().isEmpty()) {
            out.println();
            out.println("Its databases are not known while no server answers; give -u and -p if it asks who is there.");
        }
        if (running > 0) {
            out.println();
            out.println("Connect: " + status.uri());
        }
    }
}
