package dev.muster.runtime.real;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP connection. Frames that callers give while the network thread is busy leave together, in one system call; what
 * the kernel does not take stays on the heap, so that a slow peer costs no direct memory.
 */
final class NettyConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger log = LoggerFactory.getLogger(NettyConnection.class);

    private static final int CHUNK_BYTES_MIN = 1024;
    private static final int CHUNK_BYTES_MAX = 64 * 1024;

    /** How long {@link #close} lets frames that were sent before it leave. */
    private static final long CLOSE_MILLIS_MAX = 1_000;

    private final SocketAddress remote;
    private final Function<Connection, FrameHandler> handlerFactory;
    private final FrameReader reader = new FrameReader();
    private final Outbox outbox = new Outbox();
    private final AtomicLong pendingBytes = new AtomicLong();
    private final AtomicBoolean pumpQueued = new AtomicBoolean();
    private final Channel channel;
    private volatile boolean closing;

    /** Network thread only: null before the connection stands and after it is gone. */
    private FrameHandler handler;

    /** Network thread only: why the connection broke, if it did. */
    private Throwable cause;

    /** The factory is asked for the handler on the network thread, before anything arrives. */
    NettyConnection(Channel channel, SocketAddress remote, Function<Connection, FrameHandler> handlerFactory) {
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
        if (pumpQueued.compareAndSet(false, true)) {
            onNetworkThread(this::pump);
        }
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

    private void onNetworkThread(Runnable action) {
        try {
            channel.eventLoop().execute(action);
        } catch (RejectedExecutionException e) {
            closing = true; // the network is closed, and with it every connection
        }
    }

    private void pump() {
        pumpQueued.set(false);
        boolean written = false;
        while (!outbox.isEmpty() && channel.isWritable()) {
            writeChunk();
            written = true;
        }
        if (written) {
            channel.flush();
        }
    }

    private void writeChunk() {
        ByteBuf chunk =
                channel.alloc().directBuffer(outbox.nextChunkBytes(CHUNK_BYTES_MIN, CHUNK_BYTES_MAX), CHUNK_BYTES_MAX);
        int payload = outbox.fill(chunk);
        channel.write(chunk).addListener(written -> pendingBytes.addAndGet(-payload));
    }

    private void drainAndClose() {
        channel.config().setAutoRead(false);
        pump();
        if (outbox.isEmpty()) {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
        channel.eventLoop().schedule(() -> channel.close(), CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS);
    }

    /** The peer has taken enough for more to leave. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (channel.isWritable()) {
            pump();
            if (closing && outbox.isEmpty()) {
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
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
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
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
            return;
        }
        try {
            told.closed(this, cause);
        } catch (RuntimeException e) {
            log.error("the handler of the connection with {} failed on hearing of its end", remote, e);
        }
    }

    @Override
    public String toString() {
        return "connection with " + remote;
    }
}
