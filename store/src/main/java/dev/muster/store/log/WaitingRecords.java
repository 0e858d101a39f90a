package dev.muster.store.log;

import dev.muster.runtime.DiskFull;
import dev.muster.store.TransactionRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The newest records of a log, for which there was no room on the disk. Filled and emptied from the front on the lane, read
 * anywhere.
 */
final class WaitingRecords {
    private final ConcurrentSkipListMap<Long, TransactionRecord> records = new ConcurrentSkipListMap<>();
    private final long bytesMax;
    private long bytes;
    private DiskFull reason;

    WaitingRecords(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Keeps a record. Throws {@code why}, and keeps nothing, if that would be more than memory may hold. */
    void keep(TransactionRecord transaction, DiskFull why) throws DiskFull {
        long more = bytesOf(transaction);
        if (bytes + more > bytesMax) {
            throw why;
        }
        bytes += more;
        reason = why;
        records.put(transaction.transactionId(), transaction);
    }

    /** The oldest record, or null. */
    TransactionRecord first() {
        Map.Entry<Long, TransactionRecord> first = records.firstEntry();
        return first == null ? null : first.getValue();
    }

    /** The oldest record is in its file now. */
    void written() {
        bytes -= bytesOf(records.pollFirstEntry().getValue());
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Why they wait, or null if none does. Lane only. */
    DiskFull reason() {
        return records.isEmpty() ? null : reason;
    }

    /**
     * Those of a range that are not in a file yet, without a gap. Looked at from another thread, all that are missing
     * before the first are in files by the time this returns.
     */
    List<TransactionRecord> between(long from, long to) {
        List<TransactionRecord> found = new ArrayList<>();
        if (from <= to) {
            for (TransactionRecord record : records.subMap(from, true, to, true).values()) {
                if (!found.isEmpty() && found.get(found.size() - 1).transactionId() + 1 != record.transactionId()) {
                    found.clear(); // those were written meanwhile, and so was what is missing
                }
                found.add(record);
            }
        }
        return found;
    }

    private static long bytesOf(TransactionRecord transaction) {
        return RecordReader.HEADER_BYTES + transaction.changeSet().length;
    }
}
