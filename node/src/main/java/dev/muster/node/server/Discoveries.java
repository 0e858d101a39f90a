package dev.muster.node.server;

import dev.muster.node.config.ServerConfig;
import dev.muster.node.discovery.Discovery;
import dev.muster.node.discovery.DiscoveryTimes;
import dev.muster.node.discovery.StaticDiscovery;
import dev.muster.node.discovery.atomix.AtomixDiscovery;
import dev.muster.runtime.World;

/** Makes the engine a server was configured with. */
final class Discoveries {
    private Discoveries() {}

    /** Not started yet. A server on its own has nobody to find, so it never loads the SWIM engine. */
    static Discovery of(ServerConfig config, World world) {
        boolean swim = config.discoveryKind() == ServerConfig.DiscoveryKind.ATOMIX && !config.standalone();
        return swim
                ? new AtomixDiscovery(world, DiscoveryTimes.defaults())
                : new StaticDiscovery(world, DiscoveryTimes.defaults());
    }
}
