package dev.muster.runtime.real;

import io.netty.buffer.ByteBuf;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The frames of one connection that wait to leave, packed into chunks of bounded size with a 4-byte length before each.
 * Frames are added by any thread and taken by one at a time, the one that writes.
 */
final class Outbox {
    private static final int LENGTH_BYTES = 4;

    private final Queue<byte[]> frames = new ConcurrentLinkedQueue<>();

    /** The frame that is being cut into chunks, with what has been taken of it; of the thread that writes. */
    private byte[] current;

    private int taken;

    void add(byte[] frame) {
        frames.add(frame);
    }

    boolean isEmpty() {
        return current == null && frames.isEmpty();
    }

    /** Fills the chunk's room with what waits; returns the bytes of frames in it, lengths not counted. */
    int fill(ByteBuf chunk) {
        int payload = 0;
        while (true) {
            if (current == null) {
                current = chunk.maxWritableBytes() < LENGTH_BYTES ? null : frames.poll();
                if (current == null) {
                    return payload;
                }
                chunk.writeInt(current.length);
                taken = 0;
            }
            int part = Math.min(chunk.maxWritableBytes(), current.length - taken);
            chunk.writeBytes(current, taken, part);
            taken += part;
            payload += part;
            if (taken < current.length) {
                return payload;
            }
            current = null;
        }
    }

    /** How much room the next chunk should have from the start; more only costs memory, less costs a copy. */
    int nextChunkBytes(int bytesMin, int bytesMax) {
        byte[] next = current == null ? frames.peek() : current;
        long needed = next == null ? 0 : (long) next.length + LENGTH_BYTES;
        return (int) Math.min(bytesMax, Math.max(bytesMin, needed));
    }
}
