package dev.muster.node.discovery;

import java.util.Comparator;
import java.util.List;

/** All servers ever heard of since the start, sorted by id; immutable and compared by value. */
public record View(List<ServerInfo> servers) {
    public View {
        servers = servers.stream()
                .sorted(Comparator.comparing(ServerInfo::serverId))
                .toList();
    }

    /** The server, or null if it was never heard of. */
    public ServerInfo server(String serverId) {
        return servers.stream()
                .filter(server -> server.serverId().equals(serverId))
                .findFirst()
                .orElse(null);
    }

    /** The server's name, or its id if it was never heard of. */
    public String nameOf(String serverId) {
        ServerInfo server = server(serverId);
        return server == null ? serverId : server.name();
    }

    /** Whether the server was heard of and answers. */
    public boolean reachable(String serverId) {
        ServerInfo server = server(serverId);
        return server != null && server.reachable();
    }
}
