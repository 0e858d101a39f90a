package dev.muster.store.engine;

import dev.muster.runtime.Disk;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore.Stretch;
import dev.muster.store.value.ByteSink;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The record of how much of a store has come, kept in the small file {@code muster.store.arriving} that is replaced in one
 * step, until the store has its first {@link Checkpoint}.
 *
 * @param source whose store it is
 * @param transactionId as of which transaction the stretch is
 * @param header by which the store file is opened
 */
record ArrivalRecord(StoreIdentity source, long transactionId, Stretch stretch, byte[] header) {
    static final String FILE = "muster.store.arriving";

    private static final long MAGIC = 0x4D55_5354_4552_4152L; // MUSTERAR
    private static final int FORMAT = 1;

    /** What is said here beside the header; the store file has it as well, so that the two cannot be confused. */
    byte[] mark() {
        ByteSink sink = new ByteSink(80);
        sink.putLong(MAGIC).putInt(FORMAT);
        Checkpoint.putUuid(sink, source.databaseId());
        Checkpoint.putUuid(sink, source.storeId());
        return sink.putLong(transactionId)
                .putInt(stretch.last().ordinal())
                .putLong(stretch.id())
                .toBytes();
    }

    void write(Disk disk, Path directory) throws IOException {
        ByteSink sink = new ByteSink(header.length + 128);
        sink.put(mark()).putInt(header.length).put(header);
        sink.putInt(Checkpoint.checksum(sink.array(), sink.length()));
        disk.replace(directory.resolve(FILE), sink.toBytes());
    }

    static boolean exists(Disk disk, Path directory) throws IOException {
        return disk.exists(directory.resolve(FILE));
    }

    /** Removes it, durably. */
    static void delete(Disk disk, Path directory) throws IOException {
        disk.delete(directory.resolve(FILE));
        disk.syncDirectory(directory);
    }

    /** Throws {@link CorruptStore} if it is damaged. */
    static ArrivalRecord read(Disk disk, Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        byte[] bytes = disk.readAll(file);
        try {
            return decode(bytes, file);
        } catch (BufferUnderflowException | IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new CorruptStore(file + " is damaged: it ends early", e);
        }
    }

    private static ArrivalRecord decode(byte[] bytes, Path file) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        int end = bytes.length - Integer.BYTES;
        if (source.getInt(end) != Checkpoint.checksum(bytes, end)) {
            throw new CorruptStore(file + " is damaged: its checksum is wrong", null);
        }
        if (source.getLong() != MAGIC || source.getInt() != FORMAT) {
            throw new CorruptStore(file + " is not what this version writes", null);
        }
        StoreIdentity identity = new StoreIdentity(Checkpoint.getUuid(source), Checkpoint.getUuid(source));
        long transactionId = source.getLong();
        Stretch stretch = new Stretch(Stretch.Records.values()[source.getInt()], source.getLong());
        byte[] header = new byte[source.getInt()];
        source.get(header);
        return new ArrivalRecord(identity, transactionId, stretch, header);
    }
}
