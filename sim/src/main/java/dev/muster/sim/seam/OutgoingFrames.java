package dev.muster.sim.seam;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * A network on which each frame that is sent to the consensus of others passes a function first, to be looked at or altered.
 * What arrives, and what is sent to other ports, is left alone.
 */
public record OutgoingFrames(Network network, UnaryOperator<byte[]> sent) implements Network {
    private static final int RAFT_PORT = 7000;

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
        Passing passing = new Passing(sent, handler);
        return network.connect(remote, passing, timeoutMillis).thenApply(passing::on);
    }

    @Override
    public void close() {
        network.close();
    }

    private static final class Passing implements Connection, Connection.FrameHandler {
        private final UnaryOperator<byte[]> sent;
        private final FrameHandler handler;
        private Connection connection;

        Passing(UnaryOperator<byte[]> sent, FrameHandler handler) {
            this.sent = sent;
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
            connection.send(sent.apply(frame));
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
