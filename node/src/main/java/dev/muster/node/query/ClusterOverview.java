package dev.muster.node.query;

import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.ServerReport;
import dev.muster.node.hosting.DatabaseHost;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code CALL dbms.cluster.overview()}, {@code dbms.cluster.role(database)} and {@code dbms.database.state(database)} of the 4.x
 * generation: which server has which role in which database, as the servers that answer last said (facts/backup-and-admin.md F.10). Any thread.
 */
final class ClusterOverview {
    private final DatabaseHost host;
    private final Members members;

    ClusterOverview(DatabaseHost host, Members members) {
        this.host = host;
        this.members = members;
    }

    /** One row per server that answers, by its id. */
    List<List<Object>> rows() {
        return members.reports().stream()
                .filter(ServerReport::available)
                .sorted(Comparator.comparing(ServerReport::serverId))
                .map(this::row)
                .toList();
    }

    private List<Object> row(ServerReport server) {
        Map<String, String> roles = new TreeMap<>();
        for (DatabaseReport report : reports(server)) {
            if (report.role() != DatabaseReport.ReportedRole.NONE) {
                roles.put(report.name(), role(report));
            }
        }
        String bolt = server.boltAddress();
        return List.of(server.serverId(), bolt == null ? List.of() : List.of("bolt://" + bolt), roles, List.of());
    }

    private List<DatabaseReport> reports(ServerReport server) {
        return server.serverId().equals(members.self()) ? host.reports() : server.databases();
    }

    private static String role(DatabaseReport report) {
        return switch (report.role()) {
            case LEADER -> "LEADER";
            case FOLLOWER -> "FOLLOWER";
            case LEARNER -> "READ_REPLICA";
            case NONE -> "UNKNOWN";
        };
    }

    /** This server's role in a database; {@code UNKNOWN} if it has no copy that runs. */
    String role(String database) {
        return host.reports().stream()
                .filter(report -> report.name().equalsIgnoreCase(database))
                .map(ClusterOverview::role)
                .findFirst()
                .orElse("UNKNOWN");
    }

    /** {@code CALL dbms.database.state(database)}: how this server's own copy stands; no row if it has none. */
    List<List<Object>> state(String database) {
        String address = members.reports().stream()
                .filter(server -> server.serverId().equals(members.self()))
                .map(ServerReport::boltAddress)
                .filter(bolt -> bolt != null)
                .findFirst()
                .orElse("");
        return host.reports().stream()
                .filter(report -> report.name().equalsIgnoreCase(database))
                .map(report -> List.<Object>of(
                        role(report).toLowerCase(Locale.ROOT),
                        address,
                        report.status().text(),
                        report.message()))
                .toList();
    }
}
