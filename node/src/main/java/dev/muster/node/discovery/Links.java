package dev.muster.node.discovery;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * This server's own connections to others, one per address, made when something is to be sent and kept. A connection on
 * which nothing comes back for the failure timeout is given up and made anew, since a peer that is frozen or cut off
 * never closes it. Lane only.
 */
final class Links {
    private static final int WAITING_FRAMES_MAX = 64;
    private static final long PENDING_BYTES_MAX = 8L * 1024 * 1024;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final World world;
    private final Lane lane;
    private final DiscoveryTimes times;
    private final Peer peer;
    private final Map<SocketAddress, Link> links = new LinkedHashMap<>();
    private boolean closed;

    Links(World world, Lane lane, DiscoveryTimes times, Peer peer) {
        this.world = world;
        this.lane = lane;
        this.times = times;
        this.peer = peer;
    }

    /** Who hears what comes in and what is lost; called on the lane. */
    interface Peer {
        void received(Connection connection, FrameDecoder decoder, byte[] frame);

        /** The connection could not be made, or is gone: what was sent to the address may be lost. */
        void lost(SocketAddress address);
    }

    private static final class Link {
        final List<byte[]> waiting = new ArrayList<>();
        Connection connection;
        boolean connecting;
        boolean unanswered;
        long unansweredSinceNanos;
    }

    void send(SocketAddress address, byte[] frame) {
        lane.assertCurrent();
        if (closed) {
            return;
        }
        Link link = links.computeIfAbsent(address, any -> new Link());
        giveUpIfDead(address, link);
        if (link.connection != null) {
            transmit(link, frame);
        } else {
            if (link.waiting.size() < WAITING_FRAMES_MAX) {
                link.waiting.add(frame);
            }
            if (!link.connecting) {
                connect(address, link);
            }
        }
    }

    /** Sends to all that are connected now. */
    void sendToConnected(byte[] frame) {
        lane.assertCurrent();
        links.values().stream().filter(link -> link.connection != null).forEach(link -> transmit(link, frame.clone()));
    }

    void close() {
        closed = true;
        links.values().stream().filter(link -> link.connection != null).forEach(link -> link.connection.close());
        links.clear();
    }

    private void transmit(Link link, byte[] frame) {
        if (!link.unanswered) {
            link.unanswered = true;
            link.unansweredSinceNanos = world.clock().monotonicNanos();
        }
        link.connection.send(frame);
    }

    private void giveUpIfDead(SocketAddress address, Link link) {
        if (link.connection == null) {
            return;
        }
        boolean silent = link.unanswered
                && world.clock().monotonicNanos() - link.unansweredSinceNanos
                        > times.failureTimeout() * NANOS_PER_MILLI;
        if (silent || link.connection.pendingBytes() > PENDING_BYTES_MAX) {
            Connection dead = link.connection;
            forget(address, link, dead);
            dead.close();
        }
    }

    private void connect(SocketAddress address, Link link) {
        link.connecting = true;
        world.network()
                .connect(address, new Incoming(address, link), times.probeTimeout())
                .whenComplete((connection, failure) -> lane.execute(() -> connected(address, link, connection)));
    }

    private void connected(SocketAddress address, Link link, Connection connection) {
        link.connecting = false;
        if (connection == null) {
            link.waiting.clear();
            peer.lost(address);
        } else if (closed) {
            connection.close();
        } else {
            link.connection = connection;
            link.unanswered = false;
            List<byte[]> frames = List.copyOf(link.waiting);
            link.waiting.clear();
            frames.forEach(frame -> transmit(link, frame));
        }
    }

    private void forget(SocketAddress address, Link link, Connection gone) {
        if (link.connection == gone) {
            link.connection = null;
            link.unanswered = false;
            peer.lost(address);
        }
    }

    /** Hands what arrives over to the lane. */
    private final class Incoming implements Connection.FrameHandler {
        private final SocketAddress address;
        private final Link link;
        private final FrameDecoder decoder = new FrameDecoder();

        Incoming(SocketAddress address, Link link) {
            this.address = address;
            this.link = link;
        }

        @Override
        public void received(Connection connection, byte[] frame) {
            lane.execute(() -> {
                if (link.connection == connection) {
                    link.unanswered = false;
                    peer.received(connection, decoder, frame);
                }
            });
        }

        @Override
        public void closed(Connection connection, Throwable cause) {
            lane.execute(() -> forget(address, link, connection));
        }
    }
}
