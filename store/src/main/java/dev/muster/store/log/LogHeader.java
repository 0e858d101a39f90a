package dev.muster.store.log;

import dev.muster.runtime.DiskFile;
import dev.muster.store.CorruptStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first bytes of a log file.
 *
 * @param firstTransactionId of the first record in the file
 * @param previousNewestMillis the youngest commit time in the file before; {@link Long#MIN_VALUE} if there is none
 */
record LogHeader(UUID databaseId, long fileNumber, long firstTransactionId, long previousNewestMillis) {
    static final int BYTES = 64;

    private static final long MAGIC = 0x4D55_5354_4552_544CL; // MUSTERTL
    private static final int FORMAT = 1;

    LogHeader of(UUID otherDatabaseId) {
        return new LogHeader(otherDatabaseId, fileNumber, firstTransactionId, previousNewestMillis);
    }

    ByteBuffer encode() {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        header.putLong(MAGIC).putInt(FORMAT);
        header.putLong(databaseId.getMostSignificantBits()).putLong(databaseId.getLeastSignificantBits());
        header.putLong(fileNumber).putLong(firstTransactionId).putLong(previousNewestMillis);
        header.putInt(checksum(header)).rewind();
        return header;
    }

    static LogHeader read(DiskFile file, Path path) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(BYTES);
        while (header.hasRemaining() && file.read(header, header.position()) >= 0) {
            // A read may give less than is there.
        }
        if (header.hasRemaining() || header.getLong(0) != MAGIC) {
            throw new CorruptStore(path + " is no transaction log", null);
        }
        int format = header.getInt(8);
        if (format != FORMAT) {
            throw new CorruptStore(
                    path + " is a transaction log of format " + format + ", this version reads " + FORMAT, null);
        }
        header.position(12);
        LogHeader read = new LogHeader(
                new UUID(header.getLong(), header.getLong()), header.getLong(), header.getLong(), header.getLong());
        if (header.getInt(header.position()) != checksum(header)) {
            throw new CorruptStore(path + " is damaged: the checksum of its header is wrong", null);
        }
        return read;
    }

    private static int checksum(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, header.position());
        return (int) crc.getValue();
    }
}
