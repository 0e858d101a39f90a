package dev.muster.node.server;

import dev.muster.node.config.ServerConfig;
import dev.muster.node.discovery.Discovery;
import dev.muster.runtime.World;

/** Chooses who finds the other servers. */
final class Discoveries {
    private Discoveries() {}

    static Discovery of(ServerConfig config, World world) {
        throw new IllegalStateException(
                "not supported yet: discovery by " + config.discoveryKind().text());
    }
}
