package dev.muster.sim.planted;

import dev.muster.sim.seam.LogRecords;
import java.nio.ByteBuffer;

/** Forges records of the write-ahead log. */
final class Records {
    private Records() {}

    /** Makes the checksums fit to what now stands there. */
    static void seal(ByteBuffer bytes, int at) {
        int length = bytes.getInt(at + 4);
        bytes.putInt(at + 8, LogRecords.sum(bytes, at + LogRecords.HEADER_BYTES, length));
        bytes.putInt(at, LogRecords.sum(bytes, at + 4, LogRecords.HEADER_BYTES - 4));
    }

    /** A copy of what a write would write, so that the writer's own memory stays as it is. */
    static ByteBuffer copyOf(ByteBuffer source) {
        ByteBuffer copy = ByteBuffer.allocate(source.remaining());
        copy.put(source).flip();
        return copy;
    }
}
