package dev.muster.raft;

import io.microraft.impl.RaftNodeImpl;
import java.lang.reflect.Field;
import java.util.function.LongSupplier;

/**
 * How many entries stay in the log behind a snapshot, for members that are a little late. The library keeps a tenth of the
 * entries between two of its snapshots, however long they are, in memory as in the write-ahead log: of long ones, as bulk loads
 * write them, more than a server has memory. So there is a limit in bytes as well, which the groups of a server share; who needs
 * more gets the state instead. Lane only.
 */
final class KeptEntries {
    private static final Field KEPT = field();

    private final RaftNodeImpl node;
    private final EntryWeights weights;
    private final LongSupplier bytesMax;
    private final int countMax;

    /** {@code bytesMax}: of entries behind a snapshot, as of now. */
    KeptEntries(RaftNodeImpl node, EntryWeights weights, LongSupplier bytesMax) {
        this.node = node;
        this.weights = weights;
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
            KEPT.setInt(node, weights.countWithin(snapshotIndex, bytesMax.getAsLong(), countMax));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("it was made accessible", e);
        }
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
