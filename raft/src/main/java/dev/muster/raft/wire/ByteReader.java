package dev.muster.raft.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Reads big-endian values from a part of an array; every read checks that the bytes are there. */
final class ByteReader {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at;

    ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private ByteReader(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int remaining() {
        return end - at;
    }

    int getByte() {
        need(1);
        return bytes[at++] & 0xFF;
    }

    boolean getBoolean() {
        int value = getByte();
        if (value > 1) {
            throw new MalformedFrame("not a boolean: " + value);
        }
        return value == 1;
    }

    int getInt() {
        need(4);
        int value = (int) INT.get(bytes, at);
        at += 4;
        return value;
    }

    long getLong() {
        need(8);
        long value = (long) LONG.get(bytes, at);
        at += 8;
        return value;
    }

    UUID getUuid() {
        return new UUID(getLong(), getLong());
    }

    byte[] getBytes() {
        int length = getLength(1);
        byte[] value = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return value;
    }

    String getString() {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }

    /** A count of things that take at least {@code bytesEach}: more than can follow is refused before anything is made. */
    int getLength(int bytesEach) {
        int length = getInt();
        if (length < 0 || (long) length * bytesEach > remaining()) {
            throw new MalformedFrame("a length of " + length + " with " + remaining() + " bytes left");
        }
        return length;
    }

    /** A reader of the next {@code length} bytes, which this one skips. */
    ByteReader slice(int length) {
        need(length);
        ByteReader slice = new ByteReader(bytes, at, at + length);
        at += length;
        return slice;
    }

    void expectEnd() {
        if (remaining() != 0) {
            throw new MalformedFrame(remaining() + " bytes too many");
        }
    }

    private void need(int count) {
        if (remaining() < count) {
            throw new MalformedFrame("wanted " + count + " bytes, " + remaining() + " are left");
        }
    }
}
