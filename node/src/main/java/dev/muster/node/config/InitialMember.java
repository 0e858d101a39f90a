package dev.muster.node.config;

import dev.muster.runtime.SocketAddress;

/** One of the servers a cluster is born with: its name, and where its discovery listens. Its other addresses are learned. */
public record InitialMember(String serverId, SocketAddress discovery) {
    /** Reads {@code server01@127.0.0.1:5000}. */
    static InitialMember parse(String text) {
        int at = text.indexOf('@');
        if (at < 1 || !text.substring(0, at).matches(Settings.SERVER_NAME_PATTERN)) {
            throw new IllegalArgumentException("not a member written as name@host:port: '" + text + "'");
        }
        SocketAddress address = SocketAddress.parse(text.substring(at + 1), "", 0);
        if (address.port() == 0) {
            throw new IllegalArgumentException("member '" + text + "' has no port");
        }
        return new InitialMember(text.substring(0, at), address);
    }
}
