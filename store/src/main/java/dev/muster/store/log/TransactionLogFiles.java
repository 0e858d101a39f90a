package dev.muster.store.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.DiskFull;
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
 * <p>A file is begun by the first record that belongs into it. A finished file has at least one record and is durable.
 *
 * <p><b>Full disk.</b> Records for which there is no room wait in memory, where readers find them, and are written in order
 * before anything later is: by the next {@link #append} or {@link #sync} that finds room.
 */
public final class TransactionLogFiles implements TransactionLog, AutoCloseable {
    /** How much may wait for room: two transactions of the largest size. */
    private static final long WAITING_BYTES_MAX = 64L * 1024 * 1024;

    private final Disk disk;
    private final Path directory;
    private UUID databaseId;
    private final long rotationBytes;
    private volatile List<LogFile> files;
    private final WaitingRecords waiting;
    private volatile long last;
    private DiskFile newest;
    private long nextNumber;
    private IOException failure;

    private TransactionLogFiles(
            Disk disk, Path directory, UUID databaseId, long rotationBytes, long last, long waitingBytesMax) {
        this.disk = disk;
        this.directory = directory;
        this.databaseId = databaseId;
        this.rotationBytes = rotationBytes;
        this.last = last;
        this.waiting = new WaitingRecords(waitingBytesMax);
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
        return open(disk, directory, databaseId, rotationBytes, position, last, WAITING_BYTES_MAX);
    }

    /** The same, with a limit of its own for what may wait in memory. */
    static TransactionLogFiles open(
            Disk disk,
            Path directory,
            UUID databaseId,
            long rotationBytes,
            LogPosition position,
            long last,
            long waitingBytesMax)
            throws IOException {
        TransactionLogFiles log =
                new TransactionLogFiles(disk, directory, databaseId, rotationBytes, last, waitingBytesMax);
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
        // In this order, so that nothing is missed on its way from memory to a file.
        long end = last + 1;
        TransactionRecord inMemory = waiting.first();
        List<LogFile> present = files;
        if (!present.isEmpty()) {
            return present.get(0).firstTransactionId;
        }
        return inMemory == null ? end : inMemory.transactionId();
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public Cursor read(long fromInclusive, long toInclusive) throws IOException, TransactionsPruned {
        long to = Math.min(toInclusive, last);
        List<TransactionRecord> inMemory = waiting.between(fromInclusive, to); // before the files, as in first()
        long toInFiles = inMemory.isEmpty() ? to : inMemory.get(0).transactionId() - 1;
        List<LogFile> present = files;
        long first = present.isEmpty() ? toInFiles + 1 : present.get(0).firstTransactionId;
        if (fromInclusive < first) {
            throw new TransactionsPruned(fromInclusive, first);
        }
        List<LogFile> needed = new ArrayList<>();
        for (LogFile file : present) {
            if (file.lastTransactionId() >= fromInclusive && file.firstTransactionId <= toInFiles) {
                needed.add(file);
            }
        }
        try {
            return new LogCursor(disk, needed, fromInclusive, toInFiles, inMemory);
        } catch (NoSuchFileException e) {
            long firstNow = first();
            if (fromInclusive < firstNow) {
                throw new TransactionsPruned(fromInclusive, firstNow);
            }
            throw e;
        }
    }

    /**
     * Appends the next transaction, in memory if there is no room for it. If that throws, the log is as it was: {@link
     * DiskFull} if too much waits in memory already, another {@link IOException} if the disk fails.
     */
    public void append(TransactionRecord transaction) throws IOException {
        checkUsable();
        if (transaction.transactionId() != last + 1) {
            throw new IllegalArgumentException("transaction " + transaction.transactionId() + " cannot follow " + last);
        }
        try {
            writeWaiting();
            write(transaction);
        } catch (DiskFull e) {
            waiting.keep(transaction, e);
        }
        last = transaction.transactionId();
    }

    /** Why the newest transactions are in memory only, or null if all are in files. */
    public DiskFull waitsForSpace() {
        return waiting.reason();
    }

    /**
     * Makes all records durable, those that waited for room included. Throws {@link DiskFull} while there is none, and may
     * then be called again; after another failure the log takes no more.
     */
    public void sync() throws IOException {
        checkUsable();
        writeWaiting();
        force();
    }

    private void writeWaiting() throws IOException {
        for (TransactionRecord next = waiting.first(); next != null; next = waiting.first()) {
            write(next);
            waiting.written();
        }
    }

    private void write(TransactionRecord transaction) throws IOException {
        if (newest == null || newestFile().endOffset() >= rotationBytes) {
            beginFile(transaction.transactionId());
        }
        LogFile file = newestFile();
        ByteBuffer bytes = RecordReader.encode(transaction);
        int length = bytes.remaining();
        try {
            newest.write(bytes, file.endOffset());
        } catch (DiskFull e) {
            newest.truncate(file.endOffset()); // a part of it may have found room
            throw e;
        }
        file.added(transaction.transactionId(), transaction.committedAtMillis(), length);
    }

    private void force() throws IOException {
        if (newest != null) {
            try {
                newest.force(true);
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }
    }

    /** Where the log ends now; nothing may wait in memory. */
    public LogPosition end() {
        if (!waiting.isEmpty()) {
            throw new IllegalStateException("the transaction log has no end while transactions wait for room in it");
        }
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

    /** The file that is written to, or null if there is none yet. */
    public Path newestPath() {
        return files.isEmpty() ? null : newestFile().path;
    }

    private LogFile newestFile() {
        return files.get(files.size() - 1);
    }

    private void beginFile(long firstTransactionId) throws IOException {
        force();
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
