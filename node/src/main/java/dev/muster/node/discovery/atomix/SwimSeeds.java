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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The configured addresses nobody is known at yet: the engine probes them besides its members. Any thread. */
final class SwimSeeds implements NodeDiscoveryService {
    private final List<Node> nodes = new CopyOnWriteArrayList<>();
    private final SocketAddress self;
    private final Supplier<? extends Collection<Member>> members;

    SwimSeeds(List<SocketAddress> endpoints, SocketAddress self, Supplier<? extends Collection<Member>> members) {
        this.self = self;
        this.members = members;
        endpoints.forEach(this::add);
    }

    /** One more, unless it is known. */
    void add(SocketAddress endpoint) {
        Address address = Address.from(endpoint.host(), endpoint.port());
        if (!endpoint.equals(self)
                && nodes.stream().noneMatch(node -> node.address().equals(address))) {
            nodes.add(Node.builder()
                    .withId("endpoint " + endpoint)
                    .withAddress(address)
                    .build());
        }
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
