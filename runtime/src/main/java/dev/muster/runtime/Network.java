package dev.muster.runtime;

import java.util.concurrent.CompletionStage;

/** Framed connections between servers and tools: TCP with a 4-byte length before each frame, or its simulation. */
public interface Network extends AutoCloseable {
    /** The longest frame, in bytes; a peer that announces more is disconnected. */
    int FRAME_BYTES_MAX = 64 * 1024 * 1024;

    /**
     * Listens. Completes with the listener, whose address names the port really taken, or fails with a {@link
     * java.io.IOException} that names the address (for instance: in use).
     */
    CompletionStage<Listener> listen(SocketAddress local, Acceptor acceptor);

    /**
     * Connects within {@code timeoutMillis}, which includes name resolution. Completes with the connection or fails with
     * an {@link java.io.IOException} that says why: a {@link java.net.ConnectException} if, and only if, the machine answered
     * that nobody listens there.
     */
    CompletionStage<Connection> connect(SocketAddress remote, Connection.FrameHandler handler, long timeoutMillis);

    /**
     * The same network, all of whose connections are secured: those it accepts from now on and those it makes. Whoever cannot
     * show what the security demands is hung up on before anything is delivered. Closing one of the two closes both.
     *
     * @throws UnsupportedOperationException where nobody could listen in (a simulation)
     */
    default Network secured(ConnectionSecurity security) {
        throw new UnsupportedOperationException("this network has no TLS");
    }

    /** Closes all listeners and connections. */
    @Override
    void close();

    /** Decides what to do with a new incoming connection; runs on a network thread. */
    @FunctionalInterface
    interface Acceptor {
        Connection.FrameHandler accepted(Connection connection);
    }

    /** A listening address. */
    interface Listener extends AutoCloseable {
        SocketAddress local();

        /** Stops listening and closes the accepted connections. */
        @Override
        void close();
    }
}
