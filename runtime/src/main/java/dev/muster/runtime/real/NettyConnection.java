package dev.muster.runtime.real;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection. A frame leaves on the thread that gives it, unless another thread is writing just then, which takes it
 * along; what the kernel does not take stays on the heap, so that a slow peer costs no direct memory.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

    private static final int CHUNK_BYTES_MIN = 1024;
    private static final int CHUNK_BYTES_MAX = 64 * 1024;

    /** What a thread writes for others and itself before the network thread goes on. */
    private static final int OWN_BYTES_MAX = 256 * 1024;

    /** How long {@link #close} lets frames that were sent before it leave. */
    private static final long CLOSE_MILLIS_MAX = 1_000;

    private final SocketAddress remote;
    private final Function<Connection, FrameHandler> handlerFactory;
    private final FrameReader reader = new FrameReader();
    private final Outbox outbox = new Outbox();
    private final AtomicLong pendingBytes = new AtomicLong();

    /** Whether some thread takes from the outbox and writes. */
    private final AtomicBoolean writing = new AtomicBoolean();

    private final Socket channel;
    /** Null on a plain connection; one with TLS stands once both sides have shown who they are. */
    private final Handshake handshake;

    private volatile boolean closing;

    /** Network thread only: null before the connection stands and after it is gone. */
    private FrameHandler handler;

    /** Network thread only: whether there has been a handler. */
    private boolean stood;

    /** Network thread only: why the connection broke, if it did. */
    private Throwable cause;

    /** Who hears of a TLS handshake that failed; the connection was never there for anybody else. */
    @FunctionalInterface
    interface Handshake {
        /** For connections that others make. */
        Handshake LOGGED = (peer, cause) -> log.warn("refused the connection of {}: {}", peer, cause.getMessage());

        void failed(SocketAddress peer, IOException cause);
    }

    /** The factory is asked for the handler on the network thread, before anything arrives. */
    NettyConnection(
            Socket channel,
            SocketAddress remote,
            Function<Connection, FrameHandler> handlerFactory,
            Handshake handshake) {
        this.handshake = handshake;
        this.channel = channel;
        this.remote = remote;
        this.handlerFactory = handlerFactory;
    }

    @Override
    public SocketAddress remote() {
        return remote;
    }

    @Override
    public void send(byte[] frame) {
        if (frame.length > Network.FRAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "frame of " + frame.length + " bytes; at most " + Network.FRAME_BYTES_MAX + " are allowed");
        }
        if (closing) {
            return;
        }
        pendingBytes.addAndGet(frame.length);
        outbox.add(frame);
        write();
    }

    @Override
    public long pendingBytes() {
        return Math.max(0, pendingBytes.get());
    }

    @Override
    public void close() {
        if (!closing) {
            closing = true;
            onNetworkThread(this::drainAndClose);
        }
    }

    /**
     * Writes what waits, on the thread that calls: handing it to the network thread first would put a switch of threads into
     * the way of every message. One thread writes at a time; the others leave their frames to it.
     */
    private void write() {
        while (!outbox.isEmpty() && writing.compareAndSet(false, true)) {
            if (!writeSome()) {
                return;
            }
            writing.set(false);
        }
        if (closing) {
            onNetworkThread(this::closeIfDrained);
        }
    }

    /** Returns whether all that was there has left. If not, the network thread is the one that writes from here on. */
    private boolean writeSome() {
        int written = 0;
        while (!outbox.isEmpty()) {
            if (written >= OWN_BYTES_MAX) {
                handOver(Unpooled.EMPTY_BUFFER, 0);
                return false;
            }
            ByteBuf chunk = channel.alloc()
                    .directBuffer(outbox.nextChunkBytes(CHUNK_BYTES_MIN, CHUNK_BYTES_MAX), CHUNK_BYTES_MAX);
            int payload = outbox.fill(chunk);
            written += chunk.readableBytes();
            if (handshake != null || !channel.writeDirectly(chunk)) {
                handOver(chunk, payload);
                return false;
            }
            chunk.release();
            pendingBytes.addAndGet(-payload);
        }
        return true;
    }

    private void handOver(ByteBuf rest, int payload) {
        if (!onNetworkThread(() -> writeRest(rest, payload))) {
            rest.release();
        }
    }

    private void writeRest(ByteBuf rest, int payload) {
        channel.writeAndFlush(rest).addListener(done -> {
            if (done.isSuccess()) {
                pendingBytes.addAndGet(-payload);
                writing.set(false);
                write();
            }
        });
    }

    private void closeIfDrained() {
        if (outbox.isEmpty() && !writing.get()) {
            channel.close();
        }
    }

    /** Returns whether the action will run: the threads end with the network, and every connection with them. */
    private boolean onNetworkThread(Runnable action) {
        try {
            channel.eventLoop().execute(action);
            return true;
        } catch (RejectedExecutionException e) {
            closing = true;
            return false;
        }
    }

    private void drainAndClose() {
        channel.config().setAutoRead(false);
        write();
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (handshake == null) {
            stand();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent ended) {
            if (ended.isSuccess()) {
                stand();
            } else if (cause == null) {
                cause = ended.cause();
                channel.close();
            }
        }
    }

    private void stand() {
        stood = true;
        handler = handlerFactory.apply(this);
        if (handler == null) {
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws IOException {
        ByteBuf bytes = (ByteBuf) message;
        try {
            reader.read(bytes, this::deliver);
        } finally {
            bytes.release();
        }
    }

    private void deliver(byte[] frame) {
        if (handler != null && !closing) {
            handler.received(this, frame);
        }
    }

    /** A broken connection, a peer that breaks the framing, or a handler that threw: all end the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
        Throwable failure =
                thrown instanceof DecoderException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause == null) {
            cause = failure;
        }
        if (!(failure instanceof IOException)) {
            log.error("the handler of the connection with {} failed", remote, failure);
        }
        closing = true;
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        closing = true;
        pendingBytes.set(0);
        FrameHandler told = handler;
        handler = null;
        if (told == null) {
            if (handshake != null && !stood) {
                handshake.failed(remote, NetworkErrors.handshake(cause));
            }
            return;
        }
        try {
            told.closed(this, cause instanceof SSLException ? NetworkErrors.handshake(cause) : cause);
        } catch (RuntimeException e) {
            log.error("the handler of the connection with {} failed on hearing of its end", remote, e);
        }
    }

    @Override
    public String toString() {
        return "connection with " + remote;
    }
}
