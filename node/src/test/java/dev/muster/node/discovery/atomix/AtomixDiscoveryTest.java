package dev.muster.node.discovery.atomix;

import dev.muster.node.discovery.Discovery;
import dev.muster.node.discovery.DiscoveryContract;
import dev.muster.node.discovery.DiscoveryTimes;
import dev.muster.runtime.World;

class AtomixDiscoveryTest extends DiscoveryContract {
    @Override
    protected Discovery engine(World world, DiscoveryTimes times) {
        return new AtomixDiscovery(world, times);
    }
}
