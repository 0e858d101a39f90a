package dev.muster.node.discovery;

import dev.muster.runtime.World;

class StaticDiscoveryTest extends DiscoveryContract {
    @Override
    protected Discovery engine(World world, DiscoveryTimes times) {
        return new StaticDiscovery(world, times);
    }
}
