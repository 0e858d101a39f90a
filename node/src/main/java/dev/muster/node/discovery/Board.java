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
    private long changes;
    private long settledChanges;
    private volatile View view = new View(List.of());
    private volatile List<ServerReport> reports = List.of();

    View view() {
        return view;
    }

    List<ServerReport> reports() {
        return reports;
    }

    /**
     * Takes over news of a server. Word of an earlier start is ignored while the later one answers; afterwards it is
     * believed, since a server whose clock was set back is started with a lower number.
     */
    void update(ServerInfo info) {
        ServerInfo known = servers.get(info.serverId());
        if (known != null && known.reachable() && known.incarnation() > info.incarnation()) {
            return;
        }
        Long gone = left.get(info.serverId());
        boolean saidFarewell = gone != null && gone == info.incarnation();
        boolean sameStart = known != null && known.incarnation() == info.incarnation();
        StatusDigest status =
                sameStart && known.status().version() > info.status().version() ? known.status() : info.status();
        note(known, info.withStatus(status).withReachable(info.reachable() && !saidFarewell));
    }

    void unreachable(String serverId) {
        ServerInfo known = servers.get(serverId);
        if (known != null) {
            note(known, known.withReachable(false));
        }
    }

    private void note(ServerInfo known, ServerInfo now) {
        if (!now.equals(known)) {
            servers.put(now.serverId(), now);
            changes++;
        }
    }

    /** Grows whenever something here becomes another: what was derived from all this lasts as long as it stays. */
    long changes() {
        return changes;
    }

    /** The server said that this start of it ends. */
    void left(String serverId, long incarnation) {
        ServerInfo known = servers.get(serverId);
        if (known != null && known.incarnation() == incarnation) {
            left.put(serverId, incarnation);
            unreachable(serverId);
        }
    }

    /** Takes over a report of the start that is known of, unless a newer one is there; returns whether it was taken. */
    boolean take(Frame.Report report) {
        ServerInfo known = servers.get(report.serverId());
        Frame.Report last = lastReports.get(report.serverId());
        boolean taken = known != null
                && known.incarnation() == report.incarnation()
                && (last == null
                        || last.incarnation() != report.incarnation()
                        || last.status().version() < report.status().version());
        if (taken) {
            lastReports.put(report.serverId(), report);
            changes++;
        }
        return taken;
    }

    /** Whether the server has said something newer than what is here. */
    boolean wantsReport(ServerInfo info) {
        Frame.Report last = lastReports.get(info.serverId());
        boolean same = last != null && last.incarnation() == info.incarnation();
        return info.status().version() > (same ? last.status().version() : 0);
    }

    ServerInfo server(String serverId) {
        return servers.get(serverId);
    }

    List<ServerInfo> servers() {
        return List.copyOf(servers.values());
    }

    /** Publishes what has changed; returns whether anything did. */
    boolean settle() {
        if (changes == settledChanges) {
            return false;
        }
        settledChanges = changes;
        View newView = new View(List.copyOf(servers.values()));
        List<ServerReport> newReports = new ArrayList<>();
        for (ServerInfo server : newView.servers()) {
            newReports.add(new ServerReport(
                    server.serverId(),
                    server.name(),
                    server.version(),
                    boltAddress(server),
                    server.reachable(),
                    databases(server)));
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
