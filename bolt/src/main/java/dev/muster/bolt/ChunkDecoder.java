package dev.muster.bolt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * Joins chunks to messages (facts/bolt.md 2), on the I/O thread. Hands on {@code byte[]}, and {@link Oversized} once when
 * a message passes the limit, after which it swallows everything. Memory is taken for bytes received, never for bytes
 * announced.
 */
final class ChunkDecoder extends ByteToMessageDecoder {
    private final IntSupplier bytesMax;
    private byte[] message = new byte[256];
    private int size;
    private int chunkLeft;
    private boolean swallowing;

    ChunkDecoder(IntSupplier bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Stands for a message that was larger than allowed. */
    record Oversized(int bytesMax) {}

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (swallowing) {
            in.skipBytes(in.readableBytes());
        } else if (chunkLeft > 0) {
            readChunk(in, out);
        } else if (in.readableBytes() >= 2) {
            chunkLeft = in.readUnsignedShort();
            if (chunkLeft == 0 && size > 0) {
                out.add(Arrays.copyOf(message, size));
                size = 0;
                message = message.length > 64 * 1024 ? new byte[256] : message;
            }
        }
    }

    private void readChunk(ByteBuf in, List<Object> out) {
        int count = Math.min(chunkLeft, in.readableBytes());
        int limit = bytesMax.getAsInt();
        if (size + (long) chunkLeft > limit) {
            swallowing = true;
            message = null;
            in.skipBytes(in.readableBytes());
            out.add(new Oversized(limit));
            return;
        }
        if (size + count > message.length) {
            message = Arrays.copyOf(message, (int) Math.min(limit, Math.max(size + count, message.length * 2L)));
        }
        in.readBytes(message, size, count);
        size += count;
        chunkLeft -= count;
    }
}
