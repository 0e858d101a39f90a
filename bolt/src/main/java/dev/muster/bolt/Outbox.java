package dev.muster.bolt;

import dev.muster.bolt.packstream.Dialect;
import dev.muster.bolt.packstream.PackWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A session's answers on their way out: packed, cut into chunks and gathered into writes that hold whole messages only, so
 * that a NOOP from the I/O thread never lands inside one. Used by one worker at a time.
 */
final class Outbox {
    private static final int CHUNK_BYTES_MAX = 0xFFFF;
    private static final int WRITE_BYTES = 32 * 1024;
    private static final long ROWS_WAIT_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int SUCCESS = 0x70;
    private static final int RECORD = 0x71;
    private static final int IGNORED = 0x7E;
    private static final int FAILURE = 0x7F;

    private final Channel channel;
    private PackWriter packer = new PackWriter(Dialect.MODERN);
    private ByteBuf pending;
    private long flushedNanos = System.nanoTime();

    Outbox(Channel channel) {
        this.channel = channel;
    }

    /** From now on values are packed like this. */
    void speak(Dialect dialect) {
        packer = new PackWriter(dialect);
    }

    void success(Map<String, Object> metadata) {
        packer.clear();
        packer.structure(SUCCESS, 1).value(metadata);
        frame();
    }

    /** One row. Throws without having written anything if a value cannot be packed. */
    void row(List<Object> values) {
        packer.clear();
        packer.structure(RECORD, 1).value(values);
        frame();
        if (System.nanoTime() - flushedNanos > ROWS_WAIT_NANOS_MAX) {
            flush();
        }
    }

    void ignored() {
        packer.clear();
        packer.structure(IGNORED, 0);
        frame();
    }

    void failure(Map<String, Object> metadata) {
        packer.clear();
        packer.structure(FAILURE, 1).value(metadata);
        frame();
    }

    /** Whether the client reads as fast as we write. */
    boolean isWritable() {
        return channel.isWritable();
    }

    /** Hands everything to the socket. */
    void flush() {
        flushedNanos = System.nanoTime();
        if (pending != null) {
            ByteBuf bytes = pending;
            pending = null;
            channel.writeAndFlush(bytes, channel.voidPromise());
        }
    }

    /** Closes the connection once all answers have been sent, which is begun after so many milliseconds. Holds no thread. */
    void flushAndClose(long delayMillis) {
        ByteBuf last = pending == null ? channel.alloc().buffer(0) : pending;
        pending = null;
        if (delayMillis == 0) {
            sendAndClose(last);
        } else {
            channel.eventLoop().schedule(() -> sendAndClose(last), delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void sendAndClose(ByteBuf last) {
        channel.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
    }

    /** Drops what has not been handed to the socket. */
    void discard() {
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }

    private void frame() {
        byte[] message = packer.array();
        int size = packer.size();
        if (pending == null) {
            pending = channel.alloc().buffer(Math.max(1024, Math.min(size + 4, WRITE_BYTES)));
        }
        for (int from = 0; from < size; from += CHUNK_BYTES_MAX) {
            int count = Math.min(CHUNK_BYTES_MAX, size - from);
            pending.writeShort(count).writeBytes(message, from, count);
        }
        pending.writeShort(0);
        if (pending.readableBytes() >= WRITE_BYTES) {
            flush();
        }
    }
}
