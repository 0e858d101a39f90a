package dev.muster.store;

import dev.muster.runtime.DiskFull;
import java.io.IOException;

/**
 * One database's store on this server. Made and opened by {@code Stores}.
 *
 * <p><b>Lane.</b> All methods run on the lane of the database; only what {@link #pin} returns may leave it.
 *
 * <p><b>Durability.</b> {@link #apply} changes memory and appends to the transaction log without a sync; {@link
 * #checkpoint} makes all of it durable. After a crash the store is at some transaction at or above its last checkpoint, says
 * so by {@link #appliedIndex}, and is brought forward by whoever holds the log.
 *
 * <p><b>Full disk.</b> What is agreed on is applied all the same: transactions that find no room in the transaction log wait
 * in memory, up to 64 MiB of them, and {@link #waitsForSpace} says why. They are written in order by the next {@link #apply}
 * or {@link #checkpoint} that finds room. Until then no checkpoint succeeds, so whoever holds the log has to keep it.
 */
public interface Store extends AutoCloseable {
    StoreIdentity identity();

    /** The highest transaction in the store; 0 for none. */
    long lastTransactionId();

    /** The consensus index up to which entries are contained; 0 for none. Opaque to the store. */
    long appliedIndex();

    /** The digest of the whole graph now. */
    GraphDigest digest();

    /**
     * Applies an agreed change set (encoded) in index order: checks it against the store, gives it the next transaction
     * id, appends it to the transaction log and changes the graph; or rejects it. Either way {@link #appliedIndex} becomes
     * {@code index}. Throws {@link CorruptStore} if the bytes are no change set, {@link
     * IOException} if the disk fails or too much waits for room on it; then nothing has happened.
     */
    Applied apply(long index, byte[] changeSet) throws IOException;

    /** Notes that entries up to {@code index} concern the store in no other way. */
    void skipTo(long index);

    /**
     * Takes over a transaction from elsewhere (a differential, a catch-up) as it is: it must be the next one. Does not move
     * {@link #appliedIndex}.
     */
    void replay(TransactionRecord transaction) throws IOException;

    /** Pins the present version for reading. */
    PinnedVersion pin();

    /** What keeps the newest transactions out of the files of the transaction log, or null if all are there. */
    DiskFull waitsForSpace();

    /**
     * Makes everything applied so far durable, then lets the transaction log be pruned by its policy. Throws {@link DiskFull}
     * while there is no room; the last checkpoint counts on, and this may be called again.
     */
    void checkpoint() throws IOException;

    /**
     * Does ahead what takes long of the next checkpoint: writes out what is in memory, and returns the sync of that, which is for
     * another lane, one that may block. Nothing counts as durable before {@link #checkpoint}, which has less to wait for
     * then. If the sync fails, {@link #fail} must be called.
     */
    SyncAhead checkpointAhead() throws IOException;

    /** Whether it is open and has not failed. */
    boolean isUsable();

    /** What was written is in doubt: the store refuses everything until it is opened again at its last checkpoint. */
    void fail(IOException cause);

    /** A sync of files that are written to meanwhile. */
    @FunctionalInterface
    interface SyncAhead {
        void run() throws IOException;
    }

    /** Bytes of change sets applied since the last checkpoint: what the next one has to make durable, roughly. */
    long bytesSinceCheckpoint();

    /** The transaction log. */
    TransactionLog transactionLog();

    /** Ids for new nodes and relationships, unique while this member leads; call {@link #resetIds} when it begins to lead. */
    IdSource ids();

    /** Has {@link #ids} begin again behind what the store contains. Lane only. */
    void resetIds();

    /** Checkpoints and closes. */
    @Override
    void close() throws IOException;

    /** Hands out ids. Any thread. */
    interface IdSource {
        /** The first of so many ids in a row, for nodes. */
        long nextNodeIds(int count);

        /** The same for relationships. */
        long nextRelationshipIds(int count);

        default long nextNodeId() {
            return nextNodeIds(1);
        }

        default long nextRelationshipId() {
            return nextRelationshipIds(1);
        }
    }
}
