package dev.muster.node.query;

import dev.muster.bolt.Router.RoutingTable;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.ServerReport;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.raft.RaftStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers ROUTE (facts/bolt.md 7.1): the leader writes, online followers read, everybody routes, reachable servers first. A database that
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
        List<ServerReport> known = members.reports();
        return table(entry, known, leader(entry.databaseId(), known), ttlSeconds);
    }

    /**
     * The table by what is known of the servers.
     *
     * @param leader the id of the server that leads the database, or null if it is not known
     */
    static RoutingTable table(DatabaseEntry entry, List<ServerReport> known, String leader, int ttlSeconds) {
        List<ServerReport> reachable =
                known.stream().filter(ServerReport::available).toList();
        List<ServerReport> silent = known.stream()
                .filter(server -> !server.available() && entry.members().contains(server.serverId()))
                .toList();
        List<String> writers = addresses(reachable, server -> server.serverId().equals(leader));
        List<String> readers =
                addresses(reachable, server -> !server.serverId().equals(leader) && online(server, entry.databaseId()));
        List<String> routers = addresses(reachable, server -> true);
        if (readers.isEmpty()) {
            readers = writers.isEmpty() ? routers : writers;
        }
        if (leader == null && !hasMajority(entry, reachable)) {
            Set<String> primaries = primaries(entry);
            writers = addresses(silent, server -> primaries.contains(server.serverId()));
        }
        // Those that do not answer come last: a driver may reach what this server does not.
        List<String> all = Stream.concat(routers.stream(), addresses(silent, server -> true).stream())
                .toList();
        return new RoutingTable(entry.name(), ttlSeconds, writers, readers, all);
    }

    /**
     * Whether these servers could elect a leader. A server that sees no majority cannot know who leads: one of those it does
     * not see, if anybody. It names them as writers, since a driver that gets a table without writers asks the same server
     * for the next one, and would never leave a server that is cut off.
     */
    private static boolean hasMajority(DatabaseEntry entry, List<ServerReport> reachable) {
        Set<String> primaries = primaries(entry);
        long seen = reachable.stream()
                .filter(server -> primaries.contains(server.serverId()))
                .count();
        return 2 * seen > primaries.size();
    }

    private static Set<String> primaries(DatabaseEntry entry) {
        return entry.wanted()
                .filter(allocation -> allocation.mode() == Allocation.Mode.PRIMARY)
                .map(Allocation::serverId)
                .collect(Collectors.toSet());
    }

    private static List<String> addresses(List<ServerReport> servers, Predicate<ServerReport> which) {
        return servers.stream()
                .filter(server -> server.boltAddress() != null)
                .filter(which)
                .map(ServerReport::boltAddress)
                .toList();
    }

    /** This member's own knowledge first: it is the freshest, and never names a leader it has just disowned. */
    private String leader(UUID databaseId, List<ServerReport> known) {
        HostedDatabase here = host.byId(databaseId);
        RaftStatus raft = here == null ? null : here.raftStatus();
        if (raft != null) {
            return raft.leader() == null ? null : raft.leader().serverId();
        }
        return known.stream()
                .filter(ServerReport::available)
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
