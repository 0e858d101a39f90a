package dev.muster.node.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Answers for servers that cannot: every database is online everywhere, and the first server leads. */
final class FakeClient implements ClusterClient {
    private final Lookup cluster;
    private final Set<String> databases;
    private final List<String> statements;
    private final Map<String, String> states = new TreeMap<>();

    /** Finds the cluster that is asked about. */
    interface Lookup {
        ClusterRecord get();
    }

    FakeClient(Lookup cluster, Set<String> databases, List<String> statements) {
        this.cluster = cluster;
        this.databases = databases;
        this.statements = statements;
    }

    @Override
    public List<DatabaseRow> showDatabases(int boltPort) {
        List<DatabaseRow> rows = new ArrayList<>();
        for (String database : databases) {
            List<ServerRecord> servers = cluster.get().servers();
            for (ServerRecord server : servers) {
                rows.add(new DatabaseRow(
                        database,
                        "127.0.0.1:" + server.ports().bolt(),
                        server.name().equals("server01"),
                        "online",
                        "online",
                        ""));
            }
        }
        return rows;
    }

    @Override
    public String serverState(int boltPort, String server) {
        return states.getOrDefault(server, "Free");
    }

    @Override
    public void run(int boltPort, String database, String statement) {
        if (statement.contains("forbidden")) {
            throw new Refused("not allowed: " + statement, null);
        }
        statements.add(database + ": " + statement);
        String server = statement.replaceAll("[^']*'([^']*)'.*", "$1");
        if (statement.startsWith("ENABLE SERVER")) {
            states.put(server, "Enabled");
        } else if (statement.startsWith("DEALLOCATE")) {
            states.put(server, "Deallocated");
        } else if (statement.startsWith("DROP SERVER")) {
            states.put(server, "Dropped");
        }
        if (statement.startsWith("CREATE DATABASE `")) {
            databases.add(statement.substring("CREATE DATABASE `".length(), statement.length() - 1));
        }
    }

    @Override
    public void close() {}
}
