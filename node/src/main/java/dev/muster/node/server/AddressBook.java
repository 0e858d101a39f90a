package dev.muster.node.server;

import dev.muster.catalog.ServerEntry;
import dev.muster.node.discovery.Discovery;
import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.ServerInfo;
import dev.muster.runtime.SocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the servers of the cluster are: what they said of themselves, to discovery if they were heard of since the start,
 * else once upon a time to the catalog. Any thread.
 */
final class AddressBook {
    private final Discovery discovery;
    private volatile Map<String, Map<Purpose, SocketAddress>> written = Map.of();

    AddressBook(Discovery discovery) {
        this.discovery = discovery;
    }

    /** What the catalog says of the servers by now. */
    void read(List<ServerEntry> servers) {
        Map<String, Map<Purpose, SocketAddress>> read = new TreeMap<>();
        servers.stream()
                .filter(server -> server.state() != ServerEntry.State.DROPPED)
                .forEach(server -> read.put(server.serverId(), parse(server.addresses())));
        written = read;
    }

    /** Of every server ever heard of: whether one is reachable is a hint that must not keep consensus from trying. */
    Map<String, SocketAddress> of(Purpose purpose) {
        Map<String, SocketAddress> found = new TreeMap<>();
        written.forEach((server, addresses) -> put(found, server, addresses.get(purpose)));
        discovery
                .view()
                .servers()
                .forEach(server ->
                        put(found, server.serverId(), server.addresses().get(purpose)));
        return found;
    }

    /** As the catalog keeps a server's addresses. */
    static Map<String, String> texts(ServerInfo server) {
        Map<String, String> texts = new TreeMap<>();
        server.addresses()
                .forEach((purpose, address) -> texts.put(purpose.name().toLowerCase(Locale.ROOT), address.toString()));
        return texts;
    }

    private static Map<Purpose, SocketAddress> parse(Map<String, String> texts) {
        Map<Purpose, SocketAddress> addresses = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            String text = texts.get(purpose.name().toLowerCase(Locale.ROOT));
            if (text != null) {
                addresses.put(purpose, SocketAddress.parse(text, "localhost", 0));
            }
        }
        return addresses;
    }

    private static void put(Map<String, SocketAddress> found, String server, SocketAddress address) {
        if (address != null) {
            found.put(server, address);
        }
    }
}
