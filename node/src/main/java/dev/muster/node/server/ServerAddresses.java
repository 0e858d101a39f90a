package dev.muster.node.server;

import dev.muster.runtime.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a running server listens: the ports really taken. {@code bolt}, {@code http} and {@code backup} are null when switched off. */
public record ServerAddresses(
        SocketAddress bolt,
        SocketAddress routing,
        SocketAddress http,
        SocketAddress backup,
        SocketAddress cluster,
        SocketAddress raft,
        SocketAddress discovery) {
    /** For the log: {@code bolt 127.0.0.1:7687, routing …}, without what is switched off. */
    @Override
    public String toString() {
        Map<String, SocketAddress> byUse = new LinkedHashMap<>();
        byUse.put("bolt", bolt);
        byUse.put("routing", routing);
        byUse.put("http", http);
        byUse.put("backup", backup);
        byUse.put("cluster", cluster);
        byUse.put("raft", raft);
        byUse.put("discovery", discovery);
        return byUse.entrySet().stream()
                .filter(each -> each.getValue() != null)
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
