package dev.muster.node.discovery;

import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.ServerReport;
import dev.muster.node.discovery.ServerInfo.StatusDigest;
import dev.muster.runtime.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of all servers, and what each said last. Changed on the lane only; the immutable {@link #view} and {@link
 * #reports} are read by any thread.
 */
final class Board {
    private final Map<String, ServerInfo> servers = new TreeMap<>();
    private final Map<String, Frame.Report> lastReports = new HashMap<>();
    private final Map<String, Long> left = new HashMap<>();
    private volatile View view = new View(List.of());
    private volatile List<ServerReport> reports = List.of();

    View view() {
        return view;
    }

    List<ServerReport> reports() {
        return reports;
    }

    /** Takes over news of a server, unless they are of an earlier start of it than what is known. */
    void update(ServerInfo info) {
        ServerInfo known = servers.get(info.serverId());
        if (known != null && known.incarnation() > info.incarnation()) {
            return;
        }
        boolean gone = left.getOrDefault(info.serverId(), Long.MIN_VALUE) >= info.incarnation();
        StatusDigest status = known != null
                        && known.incarnation() == info.incarnation()
                        && known.status().version() > info.status().version()
                ? known.status()
                : info.status();
        servers.put(info.serverId(), info.withStatus(status).withReachable(info.reachable() && !gone));
    }

    void unreachable(String serverId) {
        servers.computeIfPresent(serverId, (id, info) -> info.withReachable(false));
    }

    /** The server said that this start of it ends. */
    void left(String serverId, long incarnation) {
        left.merge(serverId, incarnation, Math::max);
        ServerInfo known = servers.get(serverId);
        if (known != null && known.incarnation() <= incarnation) {
            unreachable(serverId);
        }
    }

    /** Takes over a report, if it is not older than what is there; returns whether it was taken. */
    boolean take(Frame.Report report) {
        Frame.Report last = lastReports.get(report.serverId());
        boolean newer = last == null
                || report.incarnation() > last.incarnation()
                || (report.incarnation() == last.incarnation()
                        && report.status().version() > last.status().version());
        if (newer) {
            lastReports.put(report.serverId(), report);
        }
        return newer;
    }

    /** Whether the server has said something newer than what is here. */
    boolean wantsReport(ServerInfo info) {
        Frame.Report last = lastReports.get(info.serverId());
        if (last == null || last.incarnation() < info.incarnation()) {
            return info.status().version() > 0;
        }
        return last.incarnation() == info.incarnation()
                && last.status().version() < info.status().version();
    }

    ServerInfo server(String serverId) {
        return servers.get(serverId);
    }

    List<ServerInfo> servers() {
        return List.copyOf(servers.values());
    }

    /** Publishes what has changed; returns whether anything did. */
    boolean settle() {
        View newView = new View(List.copyOf(servers.values()));
        List<ServerReport> newReports = new ArrayList<>();
        for (ServerInfo server : newView.servers()) {
            newReports.add(new ServerReport(
                    server.serverId(), server.name(), boltAddress(server), server.reachable(), databases(server)));
        }
        boolean changed = !newView.equals(view) || !newReports.equals(reports);
        view = newView;
        reports = List.copyOf(newReports);
        return changed;
    }

    /** What a server said before it was started anew no longer counts. */
    private List<DatabaseReport> databases(ServerInfo server) {
        Frame.Report last = lastReports.get(server.serverId());
        return last == null || last.incarnation() != server.incarnation() ? List.of() : last.databases();
    }

    private static String boltAddress(ServerInfo server) {
        SocketAddress address = server.addresses().get(Purpose.BOLT);
        return address == null ? null : address.toString();
    }
}
