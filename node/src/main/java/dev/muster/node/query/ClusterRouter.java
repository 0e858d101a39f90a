package dev.muster.node.query;

import dev.muster.bolt.Router.RoutingTable;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.ServerReport;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Answers ROUTE (facts/bolt.md 7.1): the leader writes, online followers read, everybody reachable routes. A database that
 * exists but is stopped gets a table all the same; the refusal comes when it is used, with a code that drivers handle.
 */
final class ClusterRouter {
    private final Databases databases;
    private final DatabaseHost host;
    private final Members members;
    private final int ttlSeconds;

    ClusterRouter(Databases databases, DatabaseHost host, Members members, int ttlSeconds) {
        this.databases = databases;
        this.host = host;
        this.members = members;
        this.ttlSeconds = ttlSeconds;
    }

    /** The table of a database ({@code null}: the default one), once this server has what the bookmarks promise. */
    CompletionStage<RoutingTable> route(String database, List<String> bookmarks) {
        return Transactions.understood(() -> databases
                .awaitBookmarks(bookmarks, null)
                .thenCompose(done -> databases.catalog())
                .thenApply(catalog -> table(database, catalog)));
    }

    /** The same by the catalog as it was last looked at, for those who cannot wait. */
    RoutingTable routeNow(String database) {
        return table(database, databases.knownCatalog());
    }

    private RoutingTable table(String database, CatalogView catalog) {
        DatabaseEntry entry = catalog.entry(database);
        if (entry == null) {
            throw QueryError.NO_ROUTE.failure(database);
        }
        List<ServerReport> reachable = members.reports().stream()
                .filter(server -> server.available() && server.boltAddress() != null)
                .toList();
        List<String> routers = reachable.stream().map(ServerReport::boltAddress).toList();
        String leader = leader(entry.databaseId(), reachable);
        List<String> writers = new ArrayList<>();
        List<String> readers = new ArrayList<>();
        for (ServerReport server : reachable) {
            if (server.serverId().equals(leader)) {
                writers.add(server.boltAddress());
            } else if (online(server, entry.databaseId())) {
                readers.add(server.boltAddress());
            }
        }
        if (readers.isEmpty()) {
            readers = writers.isEmpty() ? routers : writers;
        }
        return new RoutingTable(entry.name(), ttlSeconds, writers, readers, routers);
    }

    /** This member's own knowledge first: it is the freshest, and never names a leader it has just disowned. */
    private String leader(UUID databaseId, List<ServerReport> reachable) {
        HostedDatabase here = host.byId(databaseId);
        RaftStatus raft = here == null ? null : here.raftStatus();
        if (raft != null) {
            return raft.leader() == null ? null : raft.leader().serverId();
        }
        return reachable.stream()
                .flatMap(server -> server.databases().stream()
                        .filter(report -> report.databaseId().equals(databaseId))
                        .filter(report -> report.role() == DatabaseReport.ReportedRole.LEADER)
                        .map(report -> Map.entry(server.serverId(), report.term())))
                .max(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static boolean online(ServerReport server, UUID databaseId) {
        return server.databases().stream()
                .anyMatch(report -> report.databaseId().equals(databaseId) && report.status() == CurrentStatus.ONLINE);
    }
}
