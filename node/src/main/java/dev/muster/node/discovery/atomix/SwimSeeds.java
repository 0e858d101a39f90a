package dev.muster.node.discovery.atomix;

import dev.muster.runtime.SocketAddress;
import io.atomix.cluster.Member;
import io.atomix.cluster.Node;
import io.atomix.cluster.discovery.NodeDiscoveryEventListener;
import io.atomix.cluster.discovery.NodeDiscoveryService;
import io.atomix.utils.net.Address;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The configured addresses nobody is known at yet: the engine probes them besides its members. Any thread. */
final class SwimSeeds implements NodeDiscoveryService {
    private final List<Node> nodes;
    private final Supplier<? extends Collection<Member>> members;

    SwimSeeds(List<SocketAddress> endpoints, SocketAddress self, Supplier<? extends Collection<Member>> members) {
        this.nodes = endpoints.stream()
                .filter(endpoint -> !endpoint.equals(self))
                .map(endpoint -> Node.builder()
                        .withId("endpoint " + endpoint)
                        .withAddress(Address.from(endpoint.host(), endpoint.port()))
                        .build())
                .toList();
        this.members = members;
    }

    @Override
    public Set<Node> getNodes() {
        Set<Address> taken = members.get().stream().map(Member::address).collect(Collectors.toSet());
        return nodes.stream().filter(node -> !taken.contains(node.address())).collect(Collectors.toSet());
    }

    @Override
    public void addListener(NodeDiscoveryEventListener listener) {
        // The addresses never change.
    }

    @Override
    public void removeListener(NodeDiscoveryEventListener listener) {
        // The addresses never change.
    }
}
