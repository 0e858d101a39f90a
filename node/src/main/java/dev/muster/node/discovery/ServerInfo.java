package dev.muster.node.discovery;

import dev.muster.runtime.SocketAddress;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * One server as seen from here.
 *
 * @param version of the program that it runs
 * @param incarnation which start of the server this is
 * @param addresses advertised, by purpose
 * @param reachable whether it answers at present; false for one that said it leaves
 * @param status which of its reports is the newest
 */
public record ServerInfo(
        String serverId,
        String name,
        String version,
        long incarnation,
        Map<Purpose, SocketAddress> addresses,
        boolean reachable,
        StatusDigest status) {
    public ServerInfo {
        Map<Purpose, SocketAddress> ordered = new EnumMap<>(Purpose.class);
        ordered.putAll(addresses);
        addresses = Collections.unmodifiableMap(ordered);
    }

    /** Names a server's report: counts its publications since the start, with a hash of the contents. */
    public record StatusDigest(long version, int hash) {
        public static final StatusDigest NONE = new StatusDigest(0, 0);
    }

    /** The same server, answering or not. */
    public ServerInfo withReachable(boolean value) {
        return value == reachable
                ? this
                : new ServerInfo(serverId, name, version, incarnation, addresses, value, status);
    }

    ServerInfo withStatus(StatusDigest value) {
        return value.equals(status)
                ? this
                : new ServerInfo(serverId, name, version, incarnation, addresses, reachable, value);
    }
}
