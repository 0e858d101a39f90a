package dev.muster.node.query;

import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.ServerReport;
import dev.muster.node.hosting.DatabaseHost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * {@code CALL muster.raft.status()}: how consensus stands, one row per database and server that answers. This server's rows
 * are of this moment, the others' as they last published them, which is about a second ago for a busy database. Any thread.
 */
final class RaftStatusTable {
    private final DatabaseHost host;
    private final Members members;

    RaftStatusTable(DatabaseHost host, Members members) {
        this.host = host;
        this.members = members;
    }

    private record Copy(String server, DatabaseReport report) {}

    /** By database, then server. {@code lag}: entries known to be committed anywhere that are not applied there. */
    List<List<Object>> rows() {
        List<ServerReport> servers =
                members.reports().stream().filter(ServerReport::available).toList();
        Map<String, String> names = new HashMap<>();
        servers.forEach(server -> names.put(server.serverId(), server.name()));
        List<Copy> copies = copies(servers);
        Map<UUID, Long> committed = new HashMap<>();
        copies.forEach(copy ->
                committed.merge(copy.report().databaseId(), copy.report().raft().commitIndex(), Math::max));
        return copies.stream()
                .map(copy -> row(copy, names, committed.get(copy.report().databaseId())))
                .toList();
    }

    private List<Copy> copies(List<ServerReport> servers) {
        List<Copy> copies = new ArrayList<>();
        for (ServerReport server : servers) {
            List<DatabaseReport> reports =
                    server.serverId().equals(members.self()) ? host.reports() : server.databases();
            reports.stream()
                    .filter(report -> report.role() != DatabaseReport.ReportedRole.NONE)
                    .forEach(report -> copies.add(new Copy(server.name(), report)));
        }
        copies.sort(Comparator.comparing((Copy copy) -> copy.report().name()).thenComparing(Copy::server));
        return copies;
    }

    private static List<Object> row(Copy copy, Map<String, String> names, long committed) {
        DatabaseReport report = copy.report();
        DatabaseReport.LogPosition raft = report.raft();
        return Arrays.asList(
                report.name(),
                copy.server(),
                report.role().name().toLowerCase(Locale.ROOT),
                (long) report.term(),
                raft.leader().isEmpty() ? null : names.getOrDefault(raft.leader(), raft.leader()),
                raft.lastIndex(),
                raft.commitIndex(),
                raft.appliedIndex(),
                committed - raft.appliedIndex());
    }
}
