package dev.muster.node.query;

import dev.muster.bolt.Router.RoutingTable;
import dev.muster.catalog.Allocation;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.ServerReport;
import dev.muster.node.access.Access;
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
    /** For a table without a leader: whoever got it should soon ask for the next one. */
    private static final int TTL_SECONDS_WITHOUT_LEADER = 5;

    private final Databases databases;
    private final FreshCatalog freshCatalog;
    private final DatabaseHost host;
    private final Members members;
    private final Policy policy;

    ClusterRouter(Databases databases, FreshCatalog freshCatalog, DatabaseHost host, Members members, Policy policy) {
        this.databases = databases;
        this.freshCatalog = freshCatalog;
        this.host = host;
        this.members = members;
        this.policy = policy;
    }

    /**
     * What all tables have in common.
     *
     * @param ttlSeconds how long a table with a leader is good for
     * @param writesAnywhere whether members that do not lead take writes (decision 0010)
     */
    record Policy(int ttlSeconds, boolean writesAnywhere) {}

    /**
     * The table of a database ({@code null}: the client's home database), once this server has what the bookmarks promise. {@code
     * user} and {@code impersonated} may be null.
     */
    CompletionStage<RoutingTable> route(String user, String impersonated, String database, List<String> bookmarks) {
        return Transactions.understood(() -> databases
                .awaitBookmarks(bookmarks, null)
                .thenCompose(done -> freshCatalog.lookingFor(
                        catalog -> catalog.entry(named(database, catalog.access(user, impersonated)))))
                .thenApply(catalog -> table(catalog.access(user, impersonated), database, catalog)));
    }

    private static String named(String database, Access access) {
        return database == null || database.isEmpty() ? access.home() : database;
    }

    private RoutingTable table(Access access, String database, CatalogView catalog) {
        String name = named(database, access);
        DatabaseEntry entry = catalog.entry(name);
        if (entry != null) {
            access.enter(entry);
        }
        return table(name, catalog);
    }

    /** The same by the catalog as it was last looked at, for those who cannot wait. */
    RoutingTable routeNow(String database) {
        return table(database, databases.knownCatalog());
    }

    private RoutingTable table(String database, CatalogView catalog) {
        DatabaseEntry entry = catalog.entry(database);
        if (entry == null) {
            throw catalog.missing(database, QueryError.NO_ROUTE);
        }
        List<ServerReport> known = members.reports();
        return table(entry, known, leader(entry.databaseId(), known), policy);
    }

    /**
     * The table by what is known of the servers.
     *
     * @param leader the id of the server that leads the database, or null if it is not known
     */
    static RoutingTable table(DatabaseEntry entry, List<ServerReport> known, String leader, Policy policy) {
        List<ServerReport> reachable =
                known.stream().filter(ServerReport::available).toList();
        List<ServerReport> silent = known.stream()
                .filter(server -> !server.available() && entry.members().contains(server.serverId()))
                .toList();
        List<String> leading = addresses(reachable, server -> server.serverId().equals(leader));
        List<String> readers =
                addresses(reachable, server -> !server.serverId().equals(leader) && online(server, entry.databaseId()));
        List<String> routers = addresses(reachable, server -> true);
        if (readers.isEmpty()) {
            readers = leading.isEmpty() ? routers : leading;
        }
        List<String> writers = leader == null ? writersWithoutLeader(entry, reachable, silent, policy) : leading;
        // Those that do not answer come last: a driver may reach what this server does not.
        List<String> all = Stream.concat(routers.stream(), addresses(silent, server -> true).stream())
                .toList();
        int ttlSeconds =
                leader == null ? Math.min(TTL_SECONDS_WITHOUT_LEADER, policy.ttlSeconds()) : policy.ttlSeconds();
        return new RoutingTable(entry.name(), ttlSeconds, writers, readers, all);
    }

    /**
     * Who is to be asked for a write while nobody is known to lead. A server that sees no majority cannot know who leads: one of
     * those it does not see, if anybody. It names them, since a driver that gets a table without writers asks the same server
     * for the next one, and would never leave a server that is cut off. Otherwise any primary that takes writes waits for the
     * next leader, and a stopped database is refused by whoever is asked.
     */
    private static List<String> writersWithoutLeader(
            DatabaseEntry entry, List<ServerReport> reachable, List<ServerReport> silent, Policy policy) {
        Set<String> primaries = primaries(entry);
        List<String> seen = addresses(reachable, server -> primaries.contains(server.serverId()));
        if (entry.requestedStatus() == RequestedStatus.OFFLINE) {
            return seen;
        } else if (2 * seen.size() <= primaries.size()) {
            return addresses(silent, server -> primaries.contains(server.serverId()));
        }
        return policy.writesAnywhere() ? seen : List.of();
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

    /** The ids of the servers that can be used for the database now, its leader first. */
    List<String> hosts(DatabaseEntry entry) {
        List<ServerReport> known = members.reports();
        String leader = leader(entry.databaseId(), known);
        return known.stream()
                .filter(server -> server.available() && online(server, entry.databaseId()))
                .map(ServerReport::serverId)
                .sorted(Comparator.comparing(server -> server.equals(leader) ? 0 : 1))
                .toList();
    }

    private static boolean online(ServerReport server, UUID databaseId) {
        return server.databases().stream()
                .anyMatch(report -> report.databaseId().equals(databaseId) && report.status() == CurrentStatus.ONLINE);
    }
}
