package dev.muster.store.engine;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
import dev.muster.store.Applied;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionRecord;
import dev.muster.store.blocks.DamagedBlock;
import dev.muster.store.change.ChangeSet;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.graph.Graph;
import dev.muster.store.log.TransactionLogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.h2.mvstore.MVStoreException;

/**
 * The store on a disk: the graph, the transaction log, and the order in which the two become durable.
 *
 * <p><b>A transaction</b> goes to the log first, which keeps it in memory while the disk is full. If that fails nothing has happened; if anything fails after it, memory
 * and log disagree, and the store refuses everything until it is opened again at its last checkpoint.
 *
 * <p><b>A checkpoint</b> syncs the log, then the store file, then replaces the checkpoint record. A failure leaves the
 * last checkpoint valid and the store usable, and the next attempt begins anew; but not a failed sync, after which nobody knows what
 * of the files is on the disk. The syncs of a checkpoint may be had ahead, off the lane ({@link #checkpointAhead}): those that
 * count then find little to do.
 */
final class DiskStore implements Store {
    private final Disk disk;
    private final StoreLocation location;
    private final StoreSettings settings;
    private final Clock clock;
    private final StoreIdentity identity;
    private final StoreFiles files;
    private final Graph graph;
    private final TransactionLogFiles log;
    private final HandedOutIds ids;
    private long appliedIndex;
    private long bytesSinceCheckpoint;
    private Throwable broken;
    private boolean closed;

    DiskStore(
            Disk disk,
            StoreLocation location,
            StoreSettings settings,
            Clock clock,
            StoreIdentity identity,
            StoreFiles files,
            TransactionLogFiles log,
            long appliedIndex) {
        this.disk = disk;
        this.location = location;
        this.settings = settings;
        this.clock = clock;
        this.identity = identity;
        this.files = files;
        this.graph = files.graph();
        this.log = log;
        this.ids = new HandedOutIds(graph);
        this.appliedIndex = appliedIndex;
    }

    @Override
    public StoreIdentity identity() {
        return identity;
    }

    @Override
    public long lastTransactionId() {
        return graph.state().lastTransactionId();
    }

    @Override
    public long appliedIndex() {
        return appliedIndex;
    }

    @Override
    public GraphDigest digest() {
        return graph.state().digest();
    }

    @Override
    public Applied apply(long index, byte[] changeSet) throws IOException {
        checkUsable();
        checkIndex(index, 1);
        ChangeSet changes = decode(changeSet);
        String reason = graph.conflict(changes);
        if (reason != null) {
            appliedIndex = index;
            return new Applied.Conflict(reason);
        }
        long transactionId = lastTransactionId() + 1;
        commit(new TransactionRecord(transactionId, changes.committedAtMillis(), changeSet), changes);
        appliedIndex = index;
        return new Applied.Committed(transactionId);
    }

    @Override
    public void skipTo(long index) {
        checkIndex(index, 0);
        appliedIndex = index;
    }

    @Override
    public void replay(TransactionRecord transaction) throws IOException {
        checkUsable();
        if (transaction.transactionId() != lastTransactionId() + 1) {
            throw new IllegalArgumentException(
                    "transaction " + transaction.transactionId() + " cannot follow " + lastTransactionId());
        }
        ChangeSet changes = decode(transaction.changeSet());
        String reason = graph.conflict(changes);
        if (reason != null) {
            throw new CorruptStore("transaction " + transaction.transactionId() + " does not fit: " + reason, null);
        }
        commit(transaction, changes);
    }

    @Override
    public PinnedVersion pin() {
        checkUsableNow();
        return graph.pin(identity, appliedIndex);
    }

    @Override
    public DiskFull waitsForSpace() {
        return log.waitsForSpace();
    }

    @Override
    public void checkpoint() throws IOException {
        checkUsable();
        publish(identity, appliedIndex);
        log.prune(settings.retention(), clock.wallMillis());
    }

    @Override
    public SyncAhead checkpointAhead() throws IOException {
        checkUsable();
        try {
            files.writeOut();
        } catch (MVStoreException e) {
            broken = e;
            throw unwritten(e);
        }
        Path storeFile = files.path();
        Path logFile = log.newestPath();
        return () -> {
            if (logFile != null) {
                sync(logFile);
            }
            sync(storeFile);
        };
    }

    /** By a handle of its own, so that it does not matter what is done with the other one meanwhile. */
    private void sync(Path file) throws IOException {
        try (DiskFile open = disk.open(file, Disk.Open.WRITE)) {
            open.force(false);
        } catch (NoSuchFileException e) {
            // It was full and is pruned by now, or the whole store is gone: there is nothing to sync any more.
        }
    }

    @Override
    public boolean isUsable() {
        return !closed && broken == null;
    }

    @Override
    public void fail(IOException cause) {
        broken = broken == null ? cause : broken;
    }

    @Override
    public long bytesSinceCheckpoint() {
        return bytesSinceCheckpoint;
    }

    @Override
    public TransactionLog transactionLog() {
        return log;
    }

    @Override
    public IdSource ids() {
        return ids;
    }

    @Override
    public void resetIds() {
        ids.reset();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            if (broken == null) {
                checkpoint();
            }
        } finally {
            abandon();
        }
    }

    /** Closes without a checkpoint: what came after the last one is lost, as in a crash. */
    void abandon() throws IOException {
        closed = true;
        files.close();
        log.close();
    }

    /** Makes everything so far durable under an identity. */
    void publish(StoreIdentity as, long upToIndex) throws IOException {
        log.sync();
        try {
            byte[] header = files.commit();
            new Checkpoint(as, lastTransactionId(), upToIndex, digest(), log.end(), header)
                    .write(disk, location.database());
            files.published();
        } catch (MVStoreException e) {
            broken = e;
            throw unwritten(e);
        }
        bytesSinceCheckpoint = 0;
    }

    private IOException unwritten(MVStoreException cause) {
        return new IOException(
                "the store in " + location.database() + " cannot be written: " + cause.getMessage(), cause);
    }

    private void commit(TransactionRecord transaction, ChangeSet changes) throws IOException {
        log.append(transaction);
        try {
            graph.apply(changes);
            ids.stayAboveTheStore();
            files.relieveMemory();
        } catch (RuntimeException e) {
            broken = e;
            throw failure(
                    "transaction " + transaction.transactionId() + " cannot be applied to the store in "
                            + location.database() + ": " + e.getMessage(),
                    e);
        }
        bytesSinceCheckpoint += transaction.changeSet().length;
    }

    private static ChangeSet decode(byte[] bytes) {
        try {
            return ChangeSetCodec.decode(bytes);
        } catch (IllegalArgumentException e) {
            throw new CorruptStore(e.getMessage(), e);
        }
    }

    private void checkIndex(long index, int beyond) {
        if (index < appliedIndex + beyond) {
            throw new IllegalArgumentException("index " + index + " cannot follow " + appliedIndex);
        }
    }

    private void checkUsableNow() {
        try {
            checkUsable();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void checkUsable() throws IOException {
        if (closed) {
            throw new IllegalStateException("the store in " + location.database() + " is closed");
        }
        if (broken != null) {
            throw failure(
                    "the store in " + location.database() + " failed before and must be opened again: "
                            + broken.getMessage(),
                    broken);
        }
    }

    /** Only damage stays: after an input/output error the store may be opened again. */
    private static IOException failure(String message, Throwable cause) {
        if (DamagedBlock.inputOutputErrorOf(cause) == null) {
            throw new CorruptStore(message, cause);
        }
        return new IOException(message, cause);
    }
}
