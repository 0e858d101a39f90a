package dev.muster.node.discovery;

import dev.muster.node.config.ServerConfig;
import dev.muster.runtime.World;

/** Makes the engine a server was configured with. */
public final class Discoveries {
    private Discoveries() {}

    /** Not started yet. A server on its own has nobody to find, so it never loads the SWIM engine. */
    public static Discovery of(ServerConfig config, World world) {
        boolean swim = config.discoveryKind() == ServerConfig.DiscoveryKind.ATOMIX && !config.standalone();
        return swim
                ? new AtomixDiscovery(world, DiscoveryTimes.defaults())
                : new StaticDiscovery(world, DiscoveryTimes.defaults());
    }
}
