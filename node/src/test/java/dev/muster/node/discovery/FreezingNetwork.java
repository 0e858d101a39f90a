package dev.muster.node.discovery;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A network that can be frozen like a stopped process: connections stay open and new ones are accepted, but nothing is
 * said or heard on them.
 */
final class FreezingNetwork implements Network {
    private final Network real;
    private volatile boolean frozen;

    FreezingNetwork(Network real) {
        this.real = real;
    }

    void freeze() {
        frozen = true;
    }

    void thaw() {
        frozen = false;
    }

    @Override
    public CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor) {
        return real.listen(local, connection -> {
            Quiet quiet = new Quiet(connection);
            return quiet.around(acceptor.accepted(quiet));
        });
    }

    @Override
    public CompletionStage<Connection> connect(
            SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis) {
        CompletableFuture<Connection> result = new CompletableFuture<>();
        CompletableFuture<Quiet> quiet = new CompletableFuture<>();
        Connection.FrameHandler late = new Connection.FrameHandler() {
            @Override
            public void received(Connection connection, byte[] frame) {
                quiet.thenAccept(wrapped -> wrapped.around(handler).received(connection, frame));
            }

            @Override
            public void closed(Connection connection, Throwable cause) {
                quiet.thenAccept(wrapped -> wrapped.around(handler).closed(connection, cause));
            }
        };
        real.connect(remote, late, timeoutMillis).whenComplete((connection, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                Quiet wrapped = new Quiet(connection);
                result.complete(wrapped);
                quiet.complete(wrapped);
            }
        });
        return result;
    }

    @Override
    public void close() {
        real.close();
    }

    private final class Quiet implements Connection {
        private final Connection connection;

        Quiet(Connection connection) {
            this.connection = connection;
        }

        Connection.FrameHandler around(Connection.FrameHandler handler) {
            return new Connection.FrameHandler() {
                @Override
                public void received(Connection any, byte[] frame) {
                    if (!frozen) {
                        handler.received(Quiet.this, frame);
                    }
                }

                @Override
                public void closed(Connection any, Throwable cause) {
                    handler.closed(Quiet.this, cause);
                }
            };
        }

        @Override
        public SocketAddress remote() {
            return connection.remote();
        }

        @Override
        public void send(byte[] frame) {
            if (!frozen) {
                connection.send(frame);
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
    }
}
