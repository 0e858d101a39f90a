package dev.muster.raft;

import dev.muster.raft.wire.Payloads;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.log.RaftLog;
import io.microraft.model.log.LogEntry;
import java.lang.reflect.Field;

/**
 * How many entries stay in the log behind a snapshot, for members that are a little late. The library keeps a tenth of the
 * entries between two of its snapshots, however long they are, in memory as in the write-ahead log: of long ones, as bulk loads
 * write them, more than a server has memory. So there is a limit in bytes as well; who needs more gets the state instead. Lane
 * only.
 */
final class KeptEntries {
    private static final Field KEPT = field();

    private final RaftNodeImpl node;
    private final GroupStore store;
    private final long bytesMax;
    private final int countMax;

    /** {@code bytesMax}: of entries behind a snapshot. */
    KeptEntries(RaftNodeImpl node, GroupStore store, long bytesMax) {
        this.node = node;
        this.store = store;
        this.bytesMax = bytesMax;
        try {
            this.countMax = KEPT.getInt(node);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("it was made accessible", e);
        }
    }

    /** A snapshot is about to be taken, and the log to be cut behind it. */
    void beforeCut(long snapshotIndex) {
        try {
            KEPT.setInt(node, count(snapshotIndex));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("it was made accessible", e);
        }
    }

    private int count(long snapshotIndex) {
        RaftLog log = node.state().log();
        long bytes = 0;
        for (int count = 0; count < countMax; count++) {
            long index = snapshotIndex - count;
            if (index <= store.cutUntil() || !log.containsLogEntry(index)) {
                return countMax; // there is no more to keep
            }
            LogEntry entry = log.getLogEntry(index);
            bytes += Payloads.operationBytes(entry.getOperation()).length;
            if (bytes > bytesMax) {
                return count;
            }
        }
        return countMax;
    }

    /** The library has no setting for it; a later version that calls it otherwise is found out by the first test. */
    private static Field field() {
        try {
            Field field = RaftNodeImpl.class.getDeclaredField("maxLogEntryCountToKeepAfterSnapshot");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
