package dev.muster.sim.planted;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Reads and forges records of the write-ahead log, whose format the log keeps to itself, from outside. */
final class Records {
    static final int HEADER_BYTES = 48;
    /** Numbers of the kinds. */
    static final int BATCH = 0;

    static final int TERM = 3;
    static final int ENTRY = 4;

    private static final short MAGIC = 0x4D52;

    private Records() {}

    /** Hears of each record, where it starts and how long its payload is. */
    interface Visitor {
        void visit(int kind, int at, int length);
    }

    /** Goes from record to record as long as there are some. */
    static void walk(ByteBuffer bytes, int from, Visitor visitor) {
        int at = from;
        while (at + HEADER_BYTES <= bytes.limit() && bytes.getShort(at + 14) == MAGIC) {
            int length = bytes.getInt(at + 4);
            visitor.visit(bytes.get(at + 12), at, length);
            at += HEADER_BYTES + length;
        }
    }

    /** Makes the checksums fit to what now stands there. */
    static void seal(ByteBuffer bytes, int at) {
        int length = bytes.getInt(at + 4);
        bytes.putInt(at + 8, sum(bytes, at + HEADER_BYTES, length));
        bytes.putInt(at, sum(bytes, at + 4, HEADER_BYTES - 4));
    }

    private static int sum(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, length));
        return (int) crc.getValue();
    }

    /** A copy of what a write would write, so that the writer's own memory stays as it is. */
    static ByteBuffer copyOf(ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        copy.put(source).flip();
        return copy;
    }
}
