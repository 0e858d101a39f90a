package dev.muster.runtime.real;

import dev.muster.runtime.Network;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts the bytes of one connection into frames: a 4-byte big-endian length, then the frame. Memory grows with what has
 * really arrived, not with what a peer announces. One per connection, on its network thread.
 */
final class FrameReader {
    private static final int LENGTH_BYTES = 4;
    private static final int FIRST_BYTES_MAX = 256 * 1024;

    private int lengthBytesSeen;
    private int length;
    private byte[] frame;
    private int filled;

    /** Reads all of {@code bytes}; hands over each frame that is complete. Throws when a length is out of bounds. */
    void read(ByteBuf bytes, Consumer<byte[]> complete) throws IOException {
        while (bytes.isReadable()) {
            if (lengthBytesSeen < LENGTH_BYTES) {
                readLength(bytes);
            } else {
                readFrame(bytes);
            }
            if (lengthBytesSeen == LENGTH_BYTES && filled == length) {
                byte[] whole = frame;
                lengthBytesSeen = 0;
                length = 0;
                frame = null;
                filled = 0;
                complete.accept(whole);
            }
        }
    }

    private void readLength(ByteBuf bytes) throws IOException {
        if (lengthBytesSeen == 0 && bytes.readableBytes() >= LENGTH_BYTES) {
            length = bytes.readInt();
            lengthBytesSeen = LENGTH_BYTES;
        } else {
            length = (length << Byte.SIZE) | bytes.readUnsignedByte();
            lengthBytesSeen++;
        }
        if (lengthBytesSeen == LENGTH_BYTES) {
            if (length < 0 || length > Network.FRAME_BYTES_MAX) {
                throw new IOException("the peer announced a frame of " + Integer.toUnsignedString(length)
                        + " bytes; at most " + Network.FRAME_BYTES_MAX + " are allowed");
            }
            frame = new byte[Math.min(length, FIRST_BYTES_MAX)];
        }
    }

    private void readFrame(ByteBuf bytes) {
        if (filled == frame.length) {
            frame = Arrays.copyOf(frame, (int) Math.min(length, frame.length * 2L));
        }
        int part = Math.min(bytes.readableBytes(), frame.length - filled);
        bytes.readBytes(frame, filled, part);
        filled += part;
    }
}
