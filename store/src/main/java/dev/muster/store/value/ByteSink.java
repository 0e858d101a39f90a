package dev.muster.store.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes with the number formats of all encodings of the store. Not for several threads. */
public final class ByteSink {
    private byte[] bytes;
    private int length;

    /** An empty one. */
    public ByteSink() {
        this(128);
    }

    /** An empty one with room for so many bytes. */
    public ByteSink(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** One byte. */
    public ByteSink put(byte value) {
        room(1);
        bytes[length++] = value;
        return this;
    }

    /** Bytes as they are. */
    public ByteSink put(byte[] values) {
        return put(values, 0, values.length);
    }

    /** So many bytes of an array, from an offset on. */
    public ByteSink put(byte[] values, int offset, int count) {
        room(count);
        System.arraycopy(values, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Four bytes, highest first. */
    public ByteSink putInt(int value) {
        return put((byte) (value >>> 24))
                .put((byte) (value >>> 16))
                .put((byte) (value >>> 8))
                .put((byte) value);
    }

    /** Eight bytes, highest first. */
    public ByteSink putLong(long value) {
        return putInt((int) (value >>> 32)).putInt((int) value);
    }

    /** A number that is small and not negative as a rule: 7 bits per byte, lowest first. */
    public ByteSink putUnsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** A number that is close to 0 on either side as a rule. */
    public ByteSink putSigned(long value) {
        return putUnsigned((value << 1) ^ (value >> 63));
    }

    /**
     * A text: its length in bytes, then UTF-8. Throws {@link IllegalArgumentException} for half a surrogate pair, which
     * would not come back as it was.
     */
    public ByteSink putString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (hasLoneSurrogate(text)) {
            throw new IllegalArgumentException("a text contains half of a surrogate pair and has no UTF-8 form");
        }
        return putUnsigned(utf8.length).put(utf8);
    }

    /** How many bytes there are. */
    public int length() {
        return length;
    }

    /** Forgets the bytes, keeps the room. */
    public ByteSink clear() {
        length = 0;
        return this;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** The array itself, of which the first {@link #length} bytes count: for those who only read it at once. */
    public byte[] array() {
        return bytes;
    }

    private static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private void room(int wanted) {
        if (bytes.length - length < wanted) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + wanted));
        }
    }
}
