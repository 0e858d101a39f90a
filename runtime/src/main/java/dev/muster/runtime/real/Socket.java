package dev.muster.runtime.real;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket that can be closed without its network thread.
 *
 * <p>A network thread that ends closes what it knows, and only then registers what is still queued, such as the sockets that
 * the listener has just accepted. Nobody would ever read or close those, and their peers would talk to nobody for as long
 * as this process lives.
 */
final class Socket extends NioSocketChannel {
    private static final Logger LOG = LoggerFactory.getLogger(Socket.class);

    /** One that is to connect. */
    Socket() {}

    private Socket(Channel listener, SocketChannel accepted) {
        super(listener, accepted);
    }

    /**
     * Writes what the kernel takes at once, on any thread; the caller sees to it that nobody else writes meanwhile. Returns
     * whether that was all; what was written is taken from {@code bytes}. A broken connection counts as one that takes
     * nothing: its network thread finds out, and says so.
     */
    boolean writeDirectly(ByteBuf bytes) {
        try {
            bytes.skipBytes(javaChannel().write(bytes.nioBuffer()));
        } catch (IOException e) {
            return false;
        }
        return !bytes.isReadable();
    }

    /** Closes the socket itself. Only once its network thread has ended. Harmless if it is closed. */
    void closeForgotten() {
        try {
            javaChannel().close();
        } catch (IOException e) {
            LOG.warn("a socket that was accepted last cannot be closed", e);
        }
    }

    /** Listens, and accepts such sockets. */
    static final class Listening extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws IOException {
            SocketChannel next = javaChannel().accept();
            if (next == null) {
                return 0;
            }
            accepted.add(new Socket(this, next));
            return 1;
        }
    }
}
