package dev.muster.store.engine;

import dev.muster.runtime.Disk;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.log.LogPosition;
import dev.muster.store.value.ByteSink;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The record that makes a checkpoint valid, kept in the small file {@code muster.store.checkpoint} that is replaced in
 * one step. A store is at what this says, whatever else is in its files.
 *
 * @param logEnd how much of the transaction log counts
 * @param header by which the store file is opened
 */
record Checkpoint(
        StoreIdentity identity,
        long lastTransactionId,
        long appliedIndex,
        GraphDigest digest,
        LogPosition logEnd,
        byte[] header) {
    static final String FILE = "muster.store.checkpoint";

    private static final long MAGIC = 0x4D55_5354_4552_4350L; // MUSTERCP
    static final int FORMAT = 1;
    private static final int BYTES_MAX = 1 << 20;

    void write(Disk disk, Path directory) throws IOException {
        ByteSink sink = new ByteSink(header.length + 256);
        sink.putLong(MAGIC).putInt(FORMAT);
        putUuid(sink, identity.databaseId());
        putUuid(sink, identity.storeId());
        sink.putLong(lastTransactionId).putLong(appliedIndex);
        sink.putLong(digest.high()).putLong(digest.low());
        sink.putLong(logEnd.fileNumber()).putLong(logEnd.offset());
        sink.putInt(header.length).put(header);
        sink.putInt(checksum(sink.array(), sink.length()));
        disk.replace(directory.resolve(FILE), sink.toBytes());
    }

    /** Throws {@link java.nio.file.NoSuchFileException} if there is none, {@link CorruptStore} if it is damaged. */
    static Checkpoint read(Disk disk, Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        byte[] bytes = disk.readAll(file);
        try {
            return decode(bytes, file);
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            throw new CorruptStore(file + " is damaged: it ends early", e);
        }
    }

    private static Checkpoint decode(byte[] bytes, Path file) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        if (source.getLong() != MAGIC || bytes.length > BYTES_MAX) {
            throw new CorruptStore(file + " is no checkpoint of a store", null);
        }
        int format = source.getInt();
        if (format != FORMAT) {
            throw new CorruptStore(
                    file + " belongs to a store of format " + format + ", this version reads " + FORMAT, null);
        }
        int end = bytes.length - Integer.BYTES;
        if (source.getInt(end) != checksum(bytes, end)) {
            throw new CorruptStore(file + " is damaged: its checksum is wrong", null);
        }
        StoreIdentity identity = new StoreIdentity(getUuid(source), getUuid(source));
        long lastTransactionId = source.getLong();
        long appliedIndex = source.getLong();
        GraphDigest digest = new GraphDigest(source.getLong(), source.getLong());
        LogPosition logEnd = new LogPosition(source.getLong(), source.getLong());
        byte[] header = new byte[source.getInt()];
        source.get(header);
        return new Checkpoint(identity, lastTransactionId, appliedIndex, digest, logEnd, header);
    }

    static void putUuid(ByteSink sink, UUID uuid) {
        sink.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }

    static UUID getUuid(ByteBuffer source) {
        return new UUID(source.getLong(), source.getLong());
    }

    static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
