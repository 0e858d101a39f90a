package dev.muster.raft;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The outgoing connections of a server, one per peer, made when first needed and made again when broken. Frames that
 * cannot be sent are dropped: consensus repeats what matters. Any thread.
 */
final class PeerLinks {
    private final Map<String, PeerLink> links = new ConcurrentHashMap<>();
    private final LongAdder framesSent = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final Network network;
    private final Clock clock;
    private final Consumer<String> refused;

    /** {@code refused} is told, on any thread, which server ended its connection and refuses another. */
    PeerLinks(Network network, Clock clock, Consumer<String> refused) {
        this.network = network;
        this.clock = clock;
        this.refused = refused;
    }

    /** Where the peers listen; a peer that moved is connected anew. */
    void addresses(Map<String, SocketAddress> addressByServerId) {
        addressByServerId.forEach((server, address) -> link(server).address(address));
    }

    void send(String server, byte[] frame) {
        framesSent.increment();
        bytesSent.add(frame.length);
        link(server).send(frame);
    }

    /** Frames for all peers, those that were dropped included. */
    long framesSent() {
        return framesSent.sum();
    }

    /** The bytes of those frames. */
    long bytesSent() {
        return bytesSent.sum();
    }

    /** Makes a connection, if there is none, for what will be sent later. */
    void connect(String server) {
        link(server).connectAhead();
    }

    boolean isConnected(String server) {
        return link(server).isConnected();
    }

    /** Notes that a frame came from a peer. */
    void heard(String server) {
        PeerLink link = links.get(server);
        if (link != null) {
            link.heard();
        }
    }

    private PeerLink link(String server) {
        PeerLink link = links.get(server);
        return link != null
                ? link
                : links.computeIfAbsent(server, name -> new PeerLink(network, clock, () -> refused.accept(name)));
    }

    void close() {
        links.values().forEach(PeerLink::close);
    }
}
