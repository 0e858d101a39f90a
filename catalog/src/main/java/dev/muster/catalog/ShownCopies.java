package dev.muster.catalog;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.catalog.DatabaseReport.ReportedRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Joins what is requested (catalog) with what each server reports, one {@link ShownCopy} per database and hosting server
 * (facts/backup-and-admin.md F.5, F.6). Nothing is inferred of a server beyond what it said itself (DESIGN, D11).
 */
final class ShownCopies {
    static final String SERVER_UNAVAILABLE = "Server is unavailable";
    static final String BEING_DUMPED = "It is being dumped, and dropped then";
    static final String DUMP_CALLED_OFF = "DROP DATABASE with DUMP DATA was called off: ";
    static final String NOT_REPORTED = "The server has not reported on this database yet";

    private final List<ServerReport> servers;
    private final Vocabulary vocabulary;
    private final Marked marked;
    private final boolean alone;

    /**
     * What is known of databases by their names: which are default and home (null before there are any), and which databases
     * aliases stand for; {@code gone} are the servers that were dropped, which may go on telling of themselves.
     */
    record Marked(String defaultDatabase, String home, Map<String, String> aliases, Set<String> gone) {
        List<String> aliasesOf(String database) {
            return aliases.entrySet().stream()
                    .filter(alias -> alias.getValue().equals(database))
                    .map(Map.Entry::getKey)
                    .toList();
        }
    }

    private ShownCopies(List<ServerReport> servers, Vocabulary vocabulary, Marked marked) {
        this.servers = servers.stream()
                .sorted(Comparator.comparing(ServerReport::serverId))
                .toList();
        this.vocabulary = vocabulary;
        this.marked = marked;
        this.alone = servers.stream()
                        .filter(server -> !marked.gone().contains(server.serverId()))
                        .count()
                <= 1;
    }

    /** Sorted by name, then address, servers without one last. */
    static List<ShownCopy> of(
            List<CatalogGraph.Stored> databases, Marked marked, List<ServerReport> servers, Vocabulary vocabulary) {
        ShownCopies join = new ShownCopies(servers, vocabulary, marked);
        List<ShownCopy> all = new ArrayList<>();
        databases.forEach(database -> all.addAll(join.copies(database)));
        all.sort(Comparator.comparing((ShownCopy copy) -> copy.stored().entry().name())
                .thenComparing(ShownCopy::address, Comparator.nullsLast(Comparator.naturalOrder()))
                .thenComparing(ShownCopy::serverId));
        return all;
    }

    private List<ShownCopy> copies(CatalogGraph.Stored database) {
        Map<String, ServerReport> hosts = hosts(database.entry());
        List<DatabaseReport> live = live(database.entry().databaseId());
        String leader = leader(database.entry().databaseId());
        List<String> aliases = marked.aliasesOf(database.entry().name());
        boolean standalone = alone && database.entry().members().size() <= 1;
        List<ShownCopy> copies = new ArrayList<>();
        hosts.forEach((serverId, server) -> {
            boolean available = server != null && server.available();
            if (available || vocabulary == Vocabulary.V5) {
                DatabaseReport report =
                        available ? report(server, database.entry().databaseId()) : null;
                boolean writer = standalone || serverId.equals(leader);
                Allocation allocation = database.entry().copyOn(serverId);
                CurrentStatus status = report == null ? CurrentStatus.UNKNOWN : status(report, allocation);
                copies.add(new ShownCopy(
                        database,
                        aliases,
                        database.entry().name().equals(marked.defaultDatabase()),
                        database.entry().name().equals(marked.home()),
                        serverId,
                        available ? server.boltAddress() : null,
                        role(standalone, writer, report, allocation),
                        available && writer,
                        report == null ? database.entry().readOnly() : report.readOnly(),
                        status,
                        available ? message(report, database.entry()) : SERVER_UNAVAILABLE,
                        report,
                        lag(report, live),
                        count(live, false),
                        count(live, true)));
            }
        });
        return copies;
    }

    /** What the server says; if it is content, what the catalog has to say. */
    private static String message(DatabaseReport report, DatabaseEntry entry) {
        if (report == null) {
            return NOT_REPORTED;
        }
        boolean content = report.message().isEmpty() && entry.dumping() != null;
        if (content && entry.isBeingDumped()) {
            return BEING_DUMPED;
        }
        return content && !entry.dumping().failure().isEmpty()
                ? DUMP_CALLED_OFF + entry.dumping().failure()
                : report.message();
    }

    /** The members, and whoever else says that it has a copy; null for a member nothing is known of. */
    private Map<String, ServerReport> hosts(DatabaseEntry entry) {
        Map<String, ServerReport> hosts = new LinkedHashMap<>();
        entry.allocations().forEach(copy -> hosts.put(copy.serverId(), null));
        for (ServerReport server : servers) {
            DatabaseReport report = report(server, entry.databaseId());
            if (hosts.containsKey(server.serverId()) || (report != null && report.status() != CurrentStatus.DROPPED)) {
                hosts.put(server.serverId(), server);
            }
        }
        return hosts;
    }

    private List<DatabaseReport> live(UUID databaseId) {
        return servers.stream()
                .filter(ServerReport::available)
                .map(server -> report(server, databaseId))
                .filter(Objects::nonNull)
                .toList();
    }

    /** Of those that say they lead, the one in the highest term: the others have not heard of it yet. */
    private String leader(UUID databaseId) {
        String leader = null;
        int highest = -1;
        for (ServerReport server : servers) {
            DatabaseReport report = server.available() ? report(server, databaseId) : null;
            if (report != null
                    && report.role() == ReportedRole.LEADER
                    && report.status() == CurrentStatus.ONLINE
                    && report.term() > highest) {
                leader = server.serverId();
                highest = report.term();
            }
        }
        return leader;
    }

    /** What has to go serves until it is gone. */
    private static CurrentStatus status(DatabaseReport report, Allocation allocation) {
        boolean leaving = allocation != null && allocation.isLeaving();
        return leaving && report.status() == CurrentStatus.ONLINE ? CurrentStatus.DEALLOCATING : report.status();
    }

    /** A primary that comes is a learner to consensus until it has caught up. */
    private static boolean isSecondary(DatabaseReport report, Allocation allocation) {
        return allocation == null || allocation.isLeaving()
                ? report.role() == ReportedRole.LEARNER
                : allocation.mode() == Allocation.Mode.SECONDARY;
    }

    private String role(boolean standalone, boolean writer, DatabaseReport report, Allocation allocation) {
        boolean five = vocabulary == Vocabulary.V5;
        if (standalone) {
            return five ? "primary" : "standalone";
        }
        if (report == null) {
            return "unknown";
        }
        boolean learner = isSecondary(report, allocation);
        return switch (report.status()) {
            case ONLINE, STORE_COPYING, STARTING, STOPPING, DEALLOCATING -> {
                if (five) {
                    yield learner ? "secondary" : "primary";
                }
                yield report.role() == ReportedRole.NONE ? "unknown" : fourRole(learner, writer);
            }
            case DIRTY -> five ? (learner ? "secondary" : "primary") : fourRole(learner, false);
            case OFFLINE, INITIAL, UNKNOWN, QUARANTINED, DROPPED -> "unknown";
        };
    }

    private static String fourRole(boolean learner, boolean writer) {
        return learner ? "read_replica" : writer ? "leader" : "follower";
    }

    private static Long lag(DatabaseReport report, List<DatabaseReport> live) {
        return report == null
                ? null
                : report.lastTransactionId()
                        - live.stream()
                                .mapToLong(DatabaseReport::lastTransactionId)
                                .max()
                                .orElse(report.lastTransactionId());
    }

    private static long count(List<DatabaseReport> live, boolean secondaries) {
        return live.stream()
                .filter(report -> report.status() == CurrentStatus.ONLINE)
                .filter(report -> (report.role() == ReportedRole.LEARNER) == secondaries)
                .count();
    }

    private static DatabaseReport report(ServerReport server, UUID databaseId) {
        return server.databases().stream()
                .filter(report -> report.databaseId().equals(databaseId))
                .findFirst()
                .orElse(null);
    }
}
