package dev.muster.node.server;

import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.ServerReport;
import dev.muster.node.edge.Waiting;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.store.PinnedVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * What {@code GET /cluster} answers: every database and its copies, requested beside reported, as this server knows them. For
 * threads that may wait a moment.
 */
final class ClusterPage {
    private static final long CATALOG_MILLIS = 2_000;

    private ClusterPage() {}

    /** By the catalog, if {@code system} answers here. */
    static Map<String, Object> of(
            String server, long nowMillis, DatabaseHost host, Catalog catalog, List<ServerReport> reports) {
        List<DatabaseEntry> entries = null;
        try (PinnedVersion version = Waiting.on(host.system().pin(), CATALOG_MILLIS)) {
            entries = catalog.databases(version);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | RuntimeException e) {
            entries = null; // told by "catalog": false
        }
        return of(server, nowMillis, entries, reports);
    }

    /** {@code entries} is null where the catalog cannot be asked; then there is nothing of databases. */
    static Map<String, Object> of(
            String server, long nowMillis, List<DatabaseEntry> entries, List<ServerReport> reports) {
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("server", server);
        page.put("at", time(nowMillis));
        page.put("catalog", entries != null);
        page.put("servers", reports.stream().map(ClusterPage::server).toList());
        List<Object> databases = new ArrayList<>();
        for (DatabaseEntry entry : entries == null ? List.<DatabaseEntry>of() : entries) {
            databases.add(database(entry, reports));
        }
        page.put("databases", databases);
        return page;
    }

    private static Map<String, Object> server(ServerReport report) {
        Map<String, Object> server = new LinkedHashMap<>();
        server.put("id", report.serverId());
        server.put("name", report.name());
        server.put("bolt", report.boltAddress());
        server.put("available", report.available());
        return server;
    }

    private static Map<String, Object> database(DatabaseEntry entry, List<ServerReport> reports) {
        Map<String, Object> database = new LinkedHashMap<>();
        database.put("name", entry.name());
        database.put("databaseId", entry.databaseId().toString());
        database.put("requestedStatus", entry.requestedStatus().name().toLowerCase(Locale.ROOT));
        long best = reports.stream()
                .filter(ServerReport::available)
                .map(server -> reportOf(server, entry))
                .filter(report -> report != null)
                .mapToLong(DatabaseReport::lastTransactionId)
                .max()
                .orElse(0);
        List<Object> copies = new ArrayList<>();
        for (ServerReport server : reports) {
            DatabaseReport report = reportOf(server, entry);
            if (report != null || entry.copyOn(server.serverId()) != null) {
                copies.add(copy(server, server.available() ? report : null, best));
            }
        }
        database.put("copies", copies);
        return database;
    }

    private static Map<String, Object> copy(ServerReport server, DatabaseReport report, long best) {
        Map<String, Object> copy = new LinkedHashMap<>();
        copy.put("server", server.serverId());
        copy.put("currentStatus", (report == null ? CurrentStatus.UNKNOWN : report.status()).text());
        copy.put("role", report == null ? "unknown" : report.role().name().toLowerCase(Locale.ROOT));
        copy.put("term", report == null ? null : report.term());
        copy.put("lastTransaction", report == null ? null : report.lastTransactionId());
        copy.put("lag", report == null ? null : best - report.lastTransactionId());
        copy.put("readOnly", report == null ? null : report.readOnly());
        copy.put(
                "message",
                report != null ? report.message() : server.available() ? "not reported yet" : "server is unavailable");
        copy.put("reportedAt", report == null ? null : time(report.atMillis()));
        return copy;
    }

    private static DatabaseReport reportOf(ServerReport server, DatabaseEntry entry) {
        return server.databases().stream()
                .filter(report -> report.databaseId().equals(entry.databaseId()))
                .findFirst()
                .orElse(null);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
