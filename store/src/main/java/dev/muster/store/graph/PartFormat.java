package dev.muster.store.graph;

import dev.muster.store.CorruptStore;
import dev.muster.store.StreamedStore.Stretch;
import dev.muster.store.value.ByteSink;
import dev.muster.store.value.Varints;
import java.nio.BufferUnderflowException;
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

    /** Begins a part in a sink whose contents are of no use any more. */
    static ByteSink begin(byte kind, ByteSink sink) {
        return sink.clear().put(FORMAT).put(kind);
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

    /**
     * Up to where the parts go of which this one is the last: what it says itself. Null if it has no records and is not the end.
     * Throws {@link CorruptStore} if it makes no sense.
     */
    static Stretch stretch(byte[] part) {
        ByteBuffer source = open(part);
        try {
            return switch (source.get()) {
                case NAMES -> null;
                case NODES -> new Stretch(Stretch.Records.NODES, lastId(source));
                case RELATIONSHIPS -> new Stretch(Stretch.Records.RELATIONSHIPS, lastId(source));
                case STATE -> Stretch.WHOLE;
                default -> throw new IllegalArgumentException("no part has such a kind");
            };
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new CorruptStore("a part of the store makes no sense: " + e.getMessage(), e);
        }
    }

    private static long lastId(ByteBuffer source) {
        long id = 0;
        while (source.hasRemaining()) {
            id += Varints.readUnsigned(source);
            int length = Varints.readCount(source);
            source.position(source.position() + length);
        }
        return id;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
