package dev.muster.node.discovery;

import dev.muster.runtime.World;

class AtomixDiscoveryTest extends DiscoveryContract {
    @Override
    Discovery engine(World world, DiscoveryTimes times) {
        return new AtomixDiscovery(world, times);
    }
}
