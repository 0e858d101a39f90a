package dev.muster.runtime;

/**
 * One connection that carries frames (byte arrays, whole and in order, at most {@link Network#FRAME_BYTES_MAX} long).
 *
 * <p>Any thread may call. There is no acknowledgement: a frame that was sent arrives, or the connection closes. Streams
 * are kept from flooding by the protocol above (the receiver asks for the next piece).
 */
public interface Connection extends AutoCloseable {
    /** The other end. */
    SocketAddress remote();

    /** Queues a frame; the array belongs to the connection from now on. Does nothing once closed. Never blocks. */
    void send(byte[] frame);

    /** Bytes given to {@link #send} that have not left yet. */
    long pendingBytes();

    /** Closes; the handler of each side hears {@link FrameHandler#closed} once. */
    @Override
    void close();

    /** What a side of a connection does with what arrives. Called on network threads: post to a lane, never block. */
    interface FrameHandler {
        /** A frame arrived. */
        void received(Connection connection, byte[] frame);

        /** The connection is gone: closed by either side, or broken ({@code cause} not null). Called once, last. */
        void closed(Connection connection, Throwable cause);
    }
}
