package dev.muster.node.server;

import dev.muster.runtime.SocketAddress;

/** Where a running server listens: the ports really taken. {@code bolt}, {@code http} and {@code backup} are null when switched off. */
public record ServerAddresses(
        SocketAddress bolt,
        SocketAddress routing,
        SocketAddress http,
        SocketAddress backup,
        SocketAddress cluster,
        SocketAddress raft,
        SocketAddress discovery) {}
