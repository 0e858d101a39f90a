package dev.muster.store.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Numbers and texts of variable length, as {@link ByteSink} writes them, read back. Bytes that are none are an {@link
 * IllegalArgumentException} or a {@link java.nio.BufferUnderflowException}.
 */
public final class Varints {
    private Varints() {}

    /** Reads a number that {@link ByteSink#putUnsigned} wrote: 7 bits per byte, lowest first. */
    public static long readUnsigned(ByteBuffer source) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = source.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number is longer than 64 bits");
    }

    /** Reads a number that {@link ByteSink#putSigned} wrote. */
    public static long readSigned(ByteBuffer source) {
        long folded = readUnsigned(source);
        return (folded >>> 1) ^ -(folded & 1);
    }

    /** Reads how many of something follow; each takes at least a byte, so that more than what is left is an error. */
    public static int readCount(ByteBuffer source) {
        long count = readUnsigned(source);
        if (count < 0 || count > source.remaining()) {
            throw new IllegalArgumentException(
                    count + " things are announced where " + source.remaining() + " bytes are left");
        }
        return (int) count;
    }

    /** Reads a text: its length in bytes, then UTF-8. */
    public static String readString(ByteBuffer source) {
        int length = readCount(source);
        String text;
        if (source.hasArray()) {
            int from = source.arrayOffset() + source.position();
            text = new String(source.array(), from, length, StandardCharsets.UTF_8);
            source.position(source.position() + length);
        } else {
            byte[] bytes = new byte[length];
            source.get(bytes);
            text = new String(bytes, StandardCharsets.UTF_8);
        }
        return text;
    }
}
