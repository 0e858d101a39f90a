package dev.muster.sim.planted;

import dev.muster.sim.seam.LogRecords;
import java.nio.ByteBuffer;

/** Forges records of the write-ahead log. */
final class Records {
    private Records() {}

    /** What the checksum of a sound header differs by, since it carries the number of its segment. */
    static int salt(ByteBuffer bytes, int at) {
        return bytes.getInt(at) ^ headerSum(bytes, at);
    }

    private static int headerSum(ByteBuffer bytes, int at) {
        return LogRecords.sum(bytes, at + 4, LogRecords.HEADER_BYTES - 4);
    }

    /** Makes the checksums fit to what now stands there. */
    static void seal(ByteBuffer bytes, int at, int salt) {
        int length = bytes.getInt(at + 4);
        bytes.putInt(at + 8, LogRecords.sum(bytes, at + LogRecords.HEADER_BYTES, length));
        bytes.putInt(at, headerSum(bytes, at) ^ salt);
    }

    /** A copy of what a write would write, so that the writer's own memory stays as it is. */
    static ByteBuffer copyOf(ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        copy.put(source).flip();
        return copy;
    }
}
