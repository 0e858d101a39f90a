package dev.muster.sim.planted;

import dev.muster.raft.wire.FrameReader;
import dev.muster.raft.wire.FrameReader.Incoming;
import dev.muster.raft.wire.FrameWriter;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.sim.cluster.Seams;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Seams through the network: what a server's consensus sends to others. */
final class Frames {
    private static final int RAFT_PORT = 7000;

    private Frames() {}

    /** Every message of the consensus leaves like this. */
    static Seams messages(UnaryOperator<Incoming> alter) {
        return new Seams() {
            @Override
            public World world(String server, World own) {
                Network altered = new Outgoing(own.network(), frame -> altered(frame, alter));
                return new World(own.clock(), own.scheduler(), own.random(), own.disk(), altered);
            }
        };
    }

    private static byte[] altered(byte[] frame, UnaryOperator<Incoming> alter) {
        FrameReader.Frame read = FrameReader.read(frame);
        FrameWriter writer = new FrameWriter(read.sender(), read.target(), frame.length);
        for (Incoming message : read.messages()) {
            Incoming other = alter.apply(message);
            writer.add(other.message(), other.matchHint());
        }
        return writer.toArray();
    }

    /** Alters what is sent on connections to the consensus of others. */
    private record Outgoing(Network network, UnaryOperator<byte[]> alter) implements Network {
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
            Altered altered = new Altered(alter, handler);
            return network.connect(remote, altered, timeoutMillis).thenApply(altered::on);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static final class Altered implements Connection, Connection.FrameHandler {
        private final UnaryOperator<byte[]> alter;
        private final FrameHandler handler;
        private Connection connection;

        Altered(UnaryOperator<byte[]> alter, FrameHandler handler) {
            this.alter = alter;
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
            connection.send(alter.apply(frame));
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
