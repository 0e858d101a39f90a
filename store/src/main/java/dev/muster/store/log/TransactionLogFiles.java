package dev.muster.store.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.store.CorruptStore;
import dev.muster.store.RetentionPolicy;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The transaction log in files. Appending, syncing and pruning on the lane; reading anywhere.
 *
 * <p>A file is begun by the first record that belongs into it, so none is ever empty. A finished file is durable.
 */
public final class TransactionLogFiles implements TransactionLog, AutoCloseable {
    private final Disk disk;
    private final Path directory;
    private UUID databaseId;
    private final long rotationBytes;
    private volatile List<LogFile> files;
    private volatile long last;
    private DiskFile newest;
    private long nextNumber;
    private IOException failure;

    private TransactionLogFiles(Disk disk, Path directory, UUID databaseId, long rotationBytes, long last) {
        this.disk = disk;
        this.directory = directory;
        this.databaseId = databaseId;
        this.rotationBytes = rotationBytes;
        this.last = last;
        this.files = List.of();
    }

    /**
     * Opens the log of a database at a position, at which transaction {@code last} ends; what lies behind it is cut off.
     * Throws {@link CorruptStore} if what lies before it is damaged or of another database. A log with no file at all is
     * taken as one whose files were all pruned.
     */
    public static TransactionLogFiles open(
            Disk disk, Path directory, UUID databaseId, long rotationBytes, LogPosition position, long last)
            throws IOException {
        TransactionLogFiles log = new TransactionLogFiles(disk, directory, databaseId, rotationBytes, last);
        disk.createDirectories(directory);
        log.nextNumber = position.fileNumber() + (position.offset() == 0 ? 0 : 1);
        log.files = LogRecovery.recover(disk, directory, databaseId, position, last);
        if (!log.files.isEmpty()) {
            log.newest = disk.open(log.newestFile().path, Disk.Open.WRITE);
        }
        return log;
    }

    @Override
    public long first() {
        List<LogFile> present = files;
        return present.isEmpty() ? last + 1 : present.get(0).firstTransactionId;
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public Cursor read(long fromInclusive, long toInclusive) throws IOException, TransactionsPruned {
        long to = Math.min(toInclusive, last);
        List<LogFile> present = files;
        long first = present.isEmpty() ? to + 1 : present.get(0).firstTransactionId;
        if (fromInclusive < first) {
            throw new TransactionsPruned(fromInclusive, first);
        }
        List<LogFile> needed = new ArrayList<>();
        for (LogFile file : present) {
            if (file.lastTransactionId() >= fromInclusive && file.firstTransactionId <= to) {
                needed.add(file);
            }
        }
        try {
            return new LogCursor(disk, needed, fromInclusive, to);
        } catch (NoSuchFileException e) {
            long firstNow = first();
            if (fromInclusive < firstNow) {
                throw new TransactionsPruned(fromInclusive, firstNow);
            }
            throw e;
        }
    }

    /** Appends the next transaction. If that throws, the log is as it was. */
    public void append(TransactionRecord transaction) throws IOException {
        checkUsable();
        if (transaction.transactionId() != last + 1) {
            throw new IllegalArgumentException("transaction " + transaction.transactionId() + " cannot follow " + last);
        }
        if (newest == null || newestFile().endOffset() >= rotationBytes) {
            beginFile(transaction.transactionId());
        }
        LogFile file = newestFile();
        ByteBuffer bytes = RecordReader.encode(transaction);
        int length = bytes.remaining();
        newest.write(bytes, file.endOffset());
        file.added(transaction.transactionId(), transaction.committedAtMillis(), length);
        last = transaction.transactionId();
    }

    /** Makes all records durable. After a failure the log takes no more. */
    public void sync() throws IOException {
        checkUsable();
        if (newest != null) {
            try {
                newest.force(true);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** Where the log ends now. */
    public LogPosition end() {
        return newest == null
                ? new LogPosition(nextNumber, 0)
                : new LogPosition(newestFile().number, newestFile().endOffset());
    }

    /** Removes the files that the policy does not keep, never the newest. Everything must be checkpointed. */
    public void prune(RetentionPolicy policy, long nowMillis) throws IOException {
        List<LogFile> present = files;
        int count = policy.prunable(present.stream().map(LogFile::facts).toList(), nowMillis);
        if (count == 0) {
            return;
        }
        files = List.copyOf(present.subList(count, present.size()));
        for (LogFile file : present.subList(0, count)) {
            disk.delete(file.path);
        }
        disk.syncDirectory(directory);
    }

    /** Gives a log that is not in use yet to a database, durably. */
    public void claim(UUID claimingDatabaseId) throws IOException {
        databaseId = claimingDatabaseId;
        for (LogFile known : files) {
            try (DiskFile file = disk.open(known.path, Disk.Open.WRITE)) {
                file.write(LogHeader.read(file, known.path).of(databaseId).encode(), 0);
                file.force(true);
            }
        }
    }

    /** Closes without a sync. */
    @Override
    public void close() throws IOException {
        if (newest != null) {
            newest.close();
            newest = null;
        }
    }

    private LogFile newestFile() {
        return files.get(files.size() - 1);
    }

    private void beginFile(long firstTransactionId) throws IOException {
        sync();
        Path path = directory.resolve(LogRecovery.FILE_PREFIX + nextNumber);
        long previousNewest = files.isEmpty() ? Long.MIN_VALUE : newestFile().newestMillis();
        DiskFile begun = null;
        try {
            disk.delete(path);
            begun = disk.open(path, Disk.Open.CREATE_NEW);
            begun.write(new LogHeader(databaseId, nextNumber, firstTransactionId, previousNewest).encode(), 0);
            disk.syncDirectory(directory);
        } catch (IOException e) {
            if (begun != null) {
                begun.close();
            }
            disk.delete(path);
            throw e;
        }
        if (newest != null) {
            newest.close();
        }
        newest = begun;
        List<LogFile> more = new ArrayList<>(files);
        more.add(new LogFile(path, nextNumber, firstTransactionId));
        files = List.copyOf(more);
        nextNumber++;
    }

    private void checkUsable() throws IOException {
        if (failure != null) {
            throw new IOException(
                    "the transaction log failed before and takes no more: " + failure.getMessage(), failure);
        }
    }
}
