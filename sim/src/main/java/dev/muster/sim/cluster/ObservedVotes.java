package dev.muster.sim.cluster;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The network of one process, with someone who is told of each vote that its consensus sends. */
final class ObservedVotes implements Network {
    private static final int RAFT_PORT = 7000;
    /** Magic number and version. */
    private static final int PREFIX_BYTES = 3;
    /** Numbers of kinds of messages, as on the wire. */
    private static final int VOTE = 7;

    private static final int VOTED = 8;

    private final String server;
    private final Network network;
    private final ConsensusObserver observer;

    ObservedVotes(String server, Network network, ConsensusObserver observer) {
        this.server = server;
        this.network = network;
        this.observer = observer;
    }

    @Override
    public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
        return network.listen(local, acceptor);
    }

    @Override
    public CompletionStage<Connection> connect(
            SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        if (remote.port() != RAFT_PORT) {
            return network.connect(remote, handler, timeoutMillis);
        }
        Watched watched = new Watched(handler);
        return network.connect(remote, watched, timeoutMillis).thenApply(watched::on);
    }

    @Override
    public void close() {
        network.close();
    }

    private void look(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        bytes.position(PREFIX_BYTES);
        String sender = endpoint(bytes);
        String target = endpoint(bytes);
        while (bytes.hasRemaining()) {
            int length = bytes.getInt();
            int next = bytes.position() + length;
            UUID group = new UUID(bytes.getLong(), bytes.getLong());
            int kind = bytes.get();
            int term = bytes.getInt();
            if (kind == VOTED && bytes.get() != 0) {
                observer.votes(server, group, term, target);
            } else if (kind == VOTE) {
                observer.votes(server, group, term, sender);
            }
            bytes.position(next);
        }
    }

    private static String endpoint(ByteBuffer bytes) {
        byte[] name = new byte[bytes.getInt()];
        bytes.get(name);
        bytes.getInt();
        return new String(name, StandardCharsets.UTF_8);
    }

    private final class Watched implements Connection, Connection.FrameHandler {
        private final FrameHandler handler;
        private Connection connection;

        Watched(FrameHandler handler) {
            this.handler = handler;
        }

        Connection on(Connection made) {
            connection = made;
            return this;
        }

        @Override
        public SocketAddress remote() {
            return connection.remote();
        }

        @Override
        public void send(byte[] frame) {
            look(frame);
            connection.send(frame);
        }

        @Override
        public long pendingBytes() {
            return connection.pendingBytes();
        }

        @Override
        public void close() {
            connection.close();
        }

        @Override
        public void received(Connection from, byte[] frame) {
            handler.received(this, frame);
        }

        @Override
        public void closed(Connection gone, Throwable cause) {
            handler.closed(this, cause);
        }
    }
}
