package dev.muster.node.launcher;

import dev.muster.node.launcher.ClusterClient.DatabaseRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Creates a new cluster's databases, waits until they are usable on every server, and loads scripts into them. */
final class DatabaseSetup {
    private final Supplier<ClusterClient> clients;
    private final Progress progress;

    DatabaseSetup(Supplier<ClusterClient> clients, Progress progress) {
        this.clients = clients;
        this.progress = progress;
    }

    /** For servers that are to host nothing but secondaries. */
    private void constrain(ClusterClient client, ClusterRecord cluster, ServerRecord server) {
        progress.at("keeping primaries off " + server.name());
        try {
            client.run(
                    firstBolt(cluster),
                    "system",
                    "ALTER SERVER '" + server.name() + "' SET OPTIONS {modeConstraint: 'SECONDARY'}");
        } catch (ClusterClient.Refused e) {
            throw LauncherProblem.COMMAND_REFUSED.with(cluster.name(), "ALTER SERVER", e.getMessage());
        }
    }

    /**
     * Keeps primaries off the servers for secondaries, and returns when every server says of every database that it is online
     * where it should be and has a leader.
     */
    void create(ClusterRecord cluster, List<ServerRecord> secondaries) {
        try (ClusterClient client = clients.get()) {
            for (ServerRecord secondary : secondaries) {
                constrain(client, cluster, secondary);
            }
            for (String database : cluster.databases()) {
                progress.at("creating database " + database);
                try {
                    client.run(firstBolt(cluster), "system", "CREATE DATABASE `" + database + "`");
                } catch (ClusterClient.Refused e) {
                    throw LauncherProblem.DATABASE_REFUSED.with(cluster.name(), database, e.getMessage());
                }
            }
            String[] missing = {"nothing was heard of them"};
            boolean usable = Patience.until(ClusterStarter.DATABASES_LIMIT, () -> {
                missing[0] = whatIsMissing(client, cluster);
                progress.at("waiting for databases: " + missing[0]);
                return missing[0].isEmpty();
            });
            if (!usable) {
                throw LauncherProblem.DATABASES_TIMED_OUT.with(
                        cluster.name(), ClusterStarter.DATABASES_LIMIT.toSeconds(), missing[0]);
            }
        }
    }

    private static int firstBolt(ClusterRecord cluster) {
        return cluster.servers().get(0).ports().bolt();
    }

    /** The first thing that is not yet as it should be; empty if all is well. */
    static String whatIsMissing(ClusterClient client, ClusterRecord cluster) {
        for (ServerRecord server : cluster.servers()) {
            List<DatabaseRow> rows;
            try {
                rows = client.showDatabases(server.ports().bolt());
            } catch (ClusterClient.Refused e) {
                return server.name() + " answers: " + e.getMessage();
            }
            Set<String> wanted = new TreeSet<>(Set.of("system"));
            cluster.databases().forEach(name -> wanted.add(name.toLowerCase(java.util.Locale.ROOT)));
            rows.forEach(row -> wanted.add(row.name()));
            for (String database : wanted) {
                String missing = whatIsMissing(cluster, database, rows);
                if (!missing.isEmpty()) {
                    return database + " " + missing + ", says " + server.name();
                }
            }
        }
        return "";
    }

    private static String whatIsMissing(ClusterRecord cluster, String database, List<DatabaseRow> rows) {
        List<DatabaseRow> own =
                rows.stream().filter(row -> row.name().equals(database)).toList();
        Set<String> online = own.stream()
                .filter(row -> row.currentStatus().equals("online"))
                .map(DatabaseRow::address)
                .collect(Collectors.toSet());
        int wanted = database.equals("system") ? cluster.servers().size() : Math.max(1, own.size());
        if (online.size() < wanted) {
            return "is online on " + online.size() + " of " + wanted + " servers";
        }
        return own.stream().anyMatch(DatabaseRow::leader) ? "" : "has no leader";
    }

    /** Runs a script's statements, one transaction each. */
    void load(ClusterRecord cluster, CypherScript script) {
        try (ClusterClient client = clients.get()) {
            int done = 0;
            for (String statement : script.statements()) {
                progress.at("loading " + script.file().getFileName() + " into " + script.database() + ": " + ++done
                        + " of " + script.statements().size());
                try {
                    client.run(firstBolt(cluster), script.database(), statement);
                } catch (ClusterClient.Refused e) {
                    throw LauncherProblem.STATEMENT_REFUSED.with(script.file(), e.getMessage());
                }
            }
        }
    }
}
