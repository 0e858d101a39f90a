package dev.muster.node.discovery;

import dev.muster.runtime.SocketAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a server starts discovery with.
 *
 * @param clusterId servers that say another one are ignored; for instance the names of the initial members
 * @param version of this program, as others are told
 * @param incarnation higher at each start of this server; the newest word counts
 * @param addresses what others are told; {@link Purpose#DISCOVERY} may have port 0, which becomes the one listened on
 * @param listen where discovery listens
 * @param endpoints discovery addresses to look at; its own among them does no harm
 */
public record Self(
        String clusterId,
        String serverId,
        String name,
        String version,
        long incarnation,
        Map<Purpose, SocketAddress> addresses,
        SocketAddress listen,
        List<SocketAddress> endpoints) {
    public Self {
        Map<Purpose, SocketAddress> ordered = new EnumMap<>(Purpose.class);
        ordered.putAll(addresses);
        addresses = Collections.unmodifiableMap(ordered);
        endpoints = List.copyOf(endpoints);
    }
}
