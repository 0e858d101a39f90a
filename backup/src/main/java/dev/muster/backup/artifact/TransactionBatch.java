package dev.muster.backup.artifact;

import dev.muster.store.TransactionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some transactions in a row as bytes: their number (4 bytes), then for each the transaction id (8), the commit time in
 * milliseconds (8), the length of the change set (4) and the change set. Big-endian.
 */
public final class TransactionBatch {
    /** A batch is closed once it has this many bytes. */
    public static final int BYTES = 256 * 1024;

    private static final int ENTRY_HEAD = 20;

    private final List<TransactionRecord> records = new ArrayList<>();
    private int bytes = 4;

    /** Adds one more. */
    public void add(TransactionRecord transaction) {
        records.add(transaction);
        bytes = Math.addExact(bytes, ENTRY_HEAD + transaction.changeSet().length);
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    public boolean isFull() {
        return bytes >= BYTES;
    }

    public byte[] encode() {
        ByteBuffer target = ByteBuffer.allocate(bytes);
        target.putInt(records.size());
        for (TransactionRecord record : records) {
            target.putLong(record.transactionId());
            target.putLong(record.committedAtMillis());
            target.putInt(record.changeSet().length);
            target.put(record.changeSet());
        }
        return target.array();
    }

    /** How many transactions a batch says it has. */
    static int count(byte[] batch) {
        return ByteBuffer.wrap(batch).getInt();
    }

    /** Reads a batch. Throws {@link IllegalArgumentException} that says what does not fit. */
    public static List<TransactionRecord> decode(byte[] batch) {
        ByteBuffer source = ByteBuffer.wrap(batch);
        if (source.remaining() < 4) {
            throw new IllegalArgumentException("a batch of transactions of " + batch.length + " bytes");
        }
        int count = source.getInt();
        if (count < 0 || count > source.remaining() / ENTRY_HEAD) {
            throw new IllegalArgumentException("a batch says it holds " + count + " transactions");
        }
        List<TransactionRecord> records = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            if (source.remaining() < ENTRY_HEAD) {
                throw new IllegalArgumentException("a batch ends after " + i + " of " + count + " transactions");
            }
            long transactionId = source.getLong();
            long committedAtMillis = source.getLong();
            int length = source.getInt();
            if (length < 0 || length > source.remaining()) {
                throw new IllegalArgumentException(
                        "transaction " + transactionId + " says it has " + length + " bytes");
            }
            byte[] changeSet = new byte[length];
            source.get(changeSet);
            records.add(new TransactionRecord(transactionId, committedAtMillis, changeSet));
        }
        if (source.hasRemaining()) {
            throw new IllegalArgumentException(source.remaining() + " bytes after the last transaction of a batch");
        }
        return records;
    }
}
