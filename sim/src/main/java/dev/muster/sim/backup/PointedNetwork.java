package dev.muster.sim.backup;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.util.concurrent.CompletionStage;

/** A network whose every message is a point at which something can go wrong. */
record PointedNetwork(Network network, PointWatch watch) implements Network {
    @Override
    public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
        return network.listen(local, acceptor);
    }

    @Override
    public CompletionStage<Connection> connect(
            SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        Pointed pointed = new Pointed(watch, remote, handler);
        return network.connect(remote, pointed, timeoutMillis).thenApply(pointed::on);
    }

    @Override
    public void close() {
        network.close();
    }

    private static final class Pointed implements Connection, Connection.FrameHandler {
        private final PointWatch watch;
        private final SocketAddress asked;
        private final FrameHandler handler;
        private Connection connection;

        Pointed(PointWatch watch, SocketAddress asked, FrameHandler handler) {
            this.watch = watch;
            this.asked = asked;
            this.handler = handler;
        }

        Connection on(Connection made) {
            connection = made;
            return this;
        }

        /** The message as it goes on; null if it does not. */
        private byte[] passed(PointKind kind, Connection over, byte[] frame) {
            PointFault.Effect effect = watch.passing(kind, asked.host());
            if (effect == PointFault.Effect.CUT) {
                over.close();
                return null;
            }
            if (effect != PointFault.Effect.GARBLED || frame.length == 0) {
                return frame;
            }
            byte[] garbled = frame.clone();
            garbled[garbled.length / 2] ^= 0x10;
            return garbled;
        }

        @Override
        public SocketAddress remote() {
            return connection.remote();
        }

        @Override
        public void send(byte[] frame) {
            byte[] passed = passed(PointKind.SENT, connection, frame);
            if (passed != null) {
                connection.send(passed);
            }
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
            byte[] passed = passed(PointKind.RECEIVED, from, frame);
            if (passed != null) {
                handler.received(this, passed);
            }
        }

        @Override
        public void closed(Connection gone, Throwable cause) {
            handler.closed(this, cause);
        }
    }
}
