package dev.muster.catalog;

import dev.muster.catalog.ServerEntry.State;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/** What SHOW SERVERS answers: what the catalog asks for beside what each server says (facts/backup-and-admin.md F.11). */
final class ShownServers {
    private static final List<String> DEFAULT = List.of("name", "address", "state", "health", "hosting");
    private static final List<String> ALL = List.of(
            "serverId",
            "name",
            "address",
            "httpAddress",
            "httpsAddress",
            "state",
            "health",
            "hosting",
            "requestedHosting",
            "tags",
            "allowedDatabases",
            "deniedDatabases",
            "modeConstraint",
            "version");

    private ShownServers() {}

    /** By id; dropped ones as long as they answer. */
    static Catalog.ShownDatabases show(
            List<ServerEntry> servers, List<CatalogGraph.Stored> databases, List<ServerReport> reports, boolean all) {
        List<String> columns = all ? ALL : DEFAULT;
        List<List<Object>> rows = new ArrayList<>();
        for (ServerEntry server : servers) {
            ServerReport report = reports.stream()
                    .filter(one -> one.serverId().equals(server.serverId()))
                    .findFirst()
                    .orElse(null);
            boolean available = report != null && report.available();
            if (server.state() != State.DROPPED || available || isInSystem(server, databases)) {
                List<Object> row = new ArrayList<>();
                for (String column : columns) {
                    row.add(
                            column.equals("version")
                                    ? lastVersion(report)
                                    : value(column, server, databases, available ? report : null));
                }
                rows.add(Collections.unmodifiableList(row));
            }
        }
        return new Catalog.ShownDatabases(columns, rows);
    }

    /** What the server last said, although it may not answer any more; null if it was never heard. */
    private static String lastVersion(ServerReport report) {
        return report == null ? null : report.version();
    }

    /** {@code report} is null if the server does not answer. */
    private static Object value(
            String column, ServerEntry server, List<CatalogGraph.Stored> databases, ServerReport report) {
        return switch (column) {
            case "serverId" -> server.serverId();
            case "name" -> server.name();
            case "address" ->
                report == null || report.boltAddress() == null
                        ? server.addresses().get("bolt")
                        : report.boltAddress();
            case "httpAddress" -> server.addresses().get("http");
            case "state" ->
                server.state() == State.DROPPED && isInSystem(server, databases)
                        ? ServerEntry.text(State.DEALLOCATING, false)
                        : ServerEntry.text(server.state(), ServerRules.hostsDatabases(databases, server.serverId()));
            case "health" -> report == null ? "Unavailable" : "Available";
            case "hosting" -> report == null ? List.of() : hosting(report);
            case "requestedHosting" -> requested(server.serverId(), databases);
            case "tags" -> server.constraints().tags();
            case "allowedDatabases" -> List.copyOf(server.constraints().allowedDatabases());
            case "deniedDatabases" -> List.copyOf(server.constraints().deniedDatabases());
            case "modeConstraint" -> server.constraints().mode().name();
            default -> null;
        };
    }

    /** A dropped server is one only once it belongs to {@code system} no longer. */
    private static boolean isInSystem(ServerEntry server, List<CatalogGraph.Stored> databases) {
        return databases.stream()
                .map(CatalogGraph.Stored::entry)
                .anyMatch(
                        entry -> entry.name().equals(DatabaseNames.SYSTEM) && entry.copyOn(server.serverId()) != null);
    }

    private static List<String> hosting(ServerReport report) {
        TreeSet<String> names = new TreeSet<>();
        report.databases().stream()
                .filter(database -> database.status() != DatabaseReport.CurrentStatus.DROPPED)
                .forEach(database -> names.add(database.name()));
        return List.copyOf(names);
    }

    private static List<String> requested(String serverId, List<CatalogGraph.Stored> databases) {
        return databases.stream()
                .map(CatalogGraph.Stored::entry)
                .filter(entry -> entry.members().contains(serverId))
                .map(DatabaseEntry::name)
                .toList();
    }
}
