package dev.muster.store.log;

import dev.muster.runtime.DiskFile;
import dev.muster.store.CorruptStore;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Reads the records of one log file in order, with a buffer, and verifies them. One thread. */
final class RecordReader {
    /** Length of the change set, checksum, transaction id, commit time. */
    static final int HEADER_BYTES = 24;

    private static final int BUFFER_BYTES = 256 * 1024;

    private final DiskFile file;
    private final Path path;
    private final long end;
    private long position;
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    RecordReader(DiskFile file, Path path, long start, long end) {
        this.file = file;
        this.path = path;
        this.position = start;
        this.end = end;
    }

    /** Where the next record begins. */
    long position() {
        return position;
    }

    /** The next record, or null at the end. Throws {@link CorruptStore} for anything but a whole record with this id. */
    TransactionRecord next(long expectedId) throws IOException {
        if (position == end) {
            return null;
        }
        need(HEADER_BYTES, expectedId);
        int start = buffer.position();
        int length = buffer.getInt(start);
        if (length < 0 || length > end - position - HEADER_BYTES) {
            throw damaged(expectedId, "its length is " + length);
        }
        need(HEADER_BYTES + length, expectedId);
        start = buffer.position();
        if (buffer.getInt(start + 4) != checksum(length, buffer.array(), start + 8, 16 + length)) {
            throw damaged(expectedId, "its checksum is wrong");
        }
        long transactionId = buffer.getLong(start + 8);
        if (transactionId != expectedId) {
            throw damaged(expectedId, "transaction " + transactionId + " is in its place");
        }
        long committedAtMillis = buffer.getLong(start + 16);
        byte[] changeSet = new byte[length];
        buffer.position(start + HEADER_BYTES);
        buffer.get(changeSet);
        position += HEADER_BYTES + length;
        return new TransactionRecord(transactionId, committedAtMillis, changeSet);
    }

    static ByteBuffer encode(TransactionRecord transaction) {
        int length = transaction.changeSet().length;
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + length);
        bytes.putInt(length).putInt(0);
        bytes.putLong(transaction.transactionId()).putLong(transaction.committedAtMillis());
        bytes.put(transaction.changeSet());
        bytes.putInt(4, checksum(length, bytes.array(), 8, 16 + length));
        return bytes.flip();
    }

    private void need(int bytes, long expectedId) throws IOException {
        if (buffer.remaining() >= bytes) {
            return;
        }
        if (bytes > end - position) {
            throw damaged(expectedId, "only " + (end - position) + " bytes are left for it");
        }
        int wanted = (int) Math.min(end - position, Math.max(bytes, BUFFER_BYTES));
        ByteBuffer more = ByteBuffer.allocate(wanted);
        while (more.hasRemaining() && file.read(more, position + more.position()) >= 0) {
            // A read may give less than is there.
        }
        buffer = more.flip();
        if (buffer.remaining() < bytes) {
            throw damaged(expectedId, "the file ends early");
        }
    }

    private static int checksum(int length, byte[] bytes, int offset, int count) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, count);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            crc.update(length >>> shift);
        }
        return (int) crc.getValue();
    }

    private CorruptStore damaged(long transactionId, String why) {
        return new CorruptStore(
                "transaction " + transactionId + " at byte " + position + " of " + path + " is damaged: " + why, null);
    }
}
