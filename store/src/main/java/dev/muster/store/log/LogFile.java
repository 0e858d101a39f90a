package dev.muster.store.log;

import dev.muster.store.RetentionPolicy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What is known of one log file. Written on the lane, read anywhere: {@link #endOffset} is raised after the bytes are
 * there, and what lies before it never changes.
 */
final class LogFile {
    /** How far apart the places are that a reader can start from, in bytes. */
    private static final int INDEX_BYTES = 64 * 1024;

    final Path path;
    final long number;
    final long firstTransactionId;

    private final ConcurrentSkipListMap<Long, Long> offsets = new ConcurrentSkipListMap<>();
    private volatile long endOffset = LogHeader.BYTES;
    private volatile long lastTransactionId;
    private volatile long newestMillis = Long.MIN_VALUE;
    private long indexedOffset;

    LogFile(Path path, long number, long firstTransactionId) {
        this.path = path;
        this.number = number;
        this.firstTransactionId = firstTransactionId;
        this.lastTransactionId = firstTransactionId - 1;
    }

    /** Notes that a record ends the file now. */
    void added(long transactionId, long committedAtMillis, long recordBytes) {
        long start = endOffset;
        if (start - indexedOffset >= INDEX_BYTES) {
            offsets.put(transactionId, start);
            indexedOffset = start;
        }
        newestMillis = Math.max(newestMillis, committedAtMillis);
        endOffset = start + recordBytes;
        lastTransactionId = transactionId;
    }

    /** For a file that was finished before: known without reading it. */
    void finished(long end, long last, long newest) {
        endOffset = end;
        lastTransactionId = last;
        newestMillis = newest;
    }

    long endOffset() {
        return endOffset;
    }

    long lastTransactionId() {
        return lastTransactionId;
    }

    long newestMillis() {
        return newestMillis;
    }

    /** A place at or before the transaction where a record begins. */
    Place placeBefore(long transactionId) {
        Map.Entry<Long, Long> before = offsets.floorEntry(transactionId);
        return before == null
                ? new Place(firstTransactionId, LogHeader.BYTES)
                : new Place(before.getKey(), before.getValue());
    }

    /** Where the record of a transaction begins. */
    record Place(long transactionId, long offset) {}

    RetentionPolicy.LogFileFacts facts() {
        return new RetentionPolicy.LogFileFacts(endOffset, lastTransactionId - firstTransactionId + 1, newestMillis);
    }
}
