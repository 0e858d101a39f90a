package dev.muster.store.graph;

import dev.muster.store.CorruptStore;
import dev.muster.store.value.ByteSink;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What a part of a streamed store looks like: format, kind, contents, CRC32C. First the names, then nodes, then
 * relationships, each in id order, then the state, by which the receiver checks that it got everything.
 */
final class PartFormat {
    static final byte NAMES = 1;
    static final byte NODES = 2;
    static final byte RELATIONSHIPS = 3;
    static final byte STATE = 4;

    private static final byte FORMAT = 1;

    private PartFormat() {}

    static ByteSink begin(byte kind, int capacity) {
        return new ByteSink(capacity).put(FORMAT).put(kind);
    }

    static byte[] end(ByteSink sink) {
        return sink.putInt(checksum(sink.array(), sink.length())).toBytes();
    }

    /** Checks a part and returns its kind and contents. */
    static ByteBuffer open(byte[] part) {
        int end = part.length - Integer.BYTES;
        if (end < 2) {
            throw new CorruptStore(part.length + " bytes are no part of a store", null);
        }
        if (part[0] != FORMAT) {
            throw new CorruptStore("the part is of format " + part[0] + ", this version reads " + FORMAT, null);
        }
        if (ByteBuffer.wrap(part).getInt(end) != checksum(part, end)) {
            throw new CorruptStore("a part of " + part.length + " bytes is damaged: its checksum is wrong", null);
        }
        return ByteBuffer.wrap(part, 1, end - 1);
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
