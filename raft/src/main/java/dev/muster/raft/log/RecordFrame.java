package dev.muster.raft.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A record's 48-byte header: checksum of the rest of the header, payload length, payload checksum, kind, flags, magic,
 * group, index, term, chain number. Big-endian.
 *
 * <p>The header's checksum carries the {@link #salt} of the segment that the record was written to: files are used again,
 * and what an earlier segment left in one must not be taken for a record of a later.
 */
final class RecordFrame {
    static final int HEADER_BYTES = 48;
    /** The record repeats an earlier one, so that the segment which holds that can go. */
    static final int FLAG_COPY = 1;

    private static final short MAGIC = 0x4D52;
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

    private RecordFrame() {}

    /** What the checksums of a segment's headers differ by; another one for every segment. */
    static int salt(int segment) {
        return segment * 0x9E3779B9;
    }

    /** Salts a header's checksum, or takes the salt off again. */
    static void addSalt(byte[] bytes, int at, int salt) {
        INT.set(bytes, at, (int) INT.get(bytes, at) ^ salt);
    }

    /** Writes the header, without salt, of a record whose payload already stands behind it. */
    @SuppressWarnings("java:S107")
    static void seal(
            byte[] bytes, int at, int length, RecordKind kind, int flags, UUID group, long index, int term, int chain) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + HEADER_BYTES, length);
        INT.set(bytes, at + 4, length);
        INT.set(bytes, at + 8, (int) crc.getValue());
        bytes[at + 12] = (byte) kind.ordinal();
        bytes[at + 13] = (byte) flags;
        SHORT.set(bytes, at + 14, MAGIC);
        LONG.set(bytes, at + 16, group.getMostSignificantBits());
        LONG.set(bytes, at + 24, group.getLeastSignificantBits());
        LONG.set(bytes, at + 32, index);
        INT.set(bytes, at + 40, term);
        INT.set(bytes, at + 44, chain);
        INT.set(bytes, at, headerSum(bytes, at));
    }

    private static int headerSum(byte[] bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + 4, HEADER_BYTES - 4);
        return (int) crc.getValue();
    }

    /** Whether a sound header stands there whose payload ends by {@code limit}. */
    static boolean isHeader(byte[] bytes, int at, int limit, int salt) {
        return at + HEADER_BYTES <= limit
                && (short) SHORT.get(bytes, at + 14) == MAGIC
                && RecordKind.of(bytes[at + 12]) != null
                && length(bytes, at) >= 0
                && length(bytes, at) <= limit - at - HEADER_BYTES
                && (int) INT.get(bytes, at) == (headerSum(bytes, at) ^ salt);
    }

    /** Whether the payload is what was written. The header must be sound. */
    static boolean isPayloadSound(byte[] bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + HEADER_BYTES, length(bytes, at));
        return (int) crc.getValue() == (int) INT.get(bytes, at + 8);
    }

    static int length(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + 4);
    }

    static RecordKind kind(byte[] bytes, int at) {
        return RecordKind.of(bytes[at + 12]);
    }

    static boolean isCopy(byte[] bytes, int at) {
        return (bytes[at + 13] & FLAG_COPY) != 0;
    }

    static UUID group(byte[] bytes, int at) {
        return new UUID((long) LONG.get(bytes, at + 16), (long) LONG.get(bytes, at + 24));
    }

    static long index(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at + 32);
    }

    static int term(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + 40);
    }

    static int chain(byte[] bytes, int at) {
        return (int) INT.get(bytes, at + 44);
    }
}
