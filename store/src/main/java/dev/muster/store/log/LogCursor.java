package dev.muster.store.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.store.TransactionLog;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Reads a range of transactions file by file, then those that were in memory only, while the log goes on. One thread. */
final class LogCursor implements TransactionLog.Cursor {
    private final Disk disk;
    private final Iterator<LogFile> files;
    private final long toInFiles;
    private final List<TransactionRecord> inMemory;
    private final long to;
    private long next;
    private DiskFile open;
    private RecordReader reader;

    /**
     * Opens the first file at once, so that pruning cannot take it away any more.
     *
     * @param inMemory the records after {@code toInFiles}
     */
    LogCursor(Disk disk, List<LogFile> files, long from, long toInFiles, List<TransactionRecord> inMemory)
            throws IOException {
        this.disk = disk;
        this.files = files.iterator();
        this.next = from;
        this.toInFiles = toInFiles;
        this.inMemory = inMemory;
        this.to = toInFiles + inMemory.size();
        if (from <= toInFiles) {
            openNextFile();
        }
    }

    @Override
    public boolean hasNext() {
        return next <= to;
    }

    @Override
    public TransactionRecord next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (next > toInFiles) {
            TransactionRecord record = inMemory.get(Math.toIntExact(next - toInFiles - 1));
            next++;
            return record;
        }
        try {
            return nextInFiles();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private TransactionRecord nextInFiles() throws IOException {
        TransactionRecord record = reader.next(next);
        if (record == null) {
            close();
            openNextFile();
            record = reader.next(next);
        }
        next++;
        if (next > toInFiles) {
            close();
        }
        return record;
    }

    @Override
    public void close() {
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } finally {
                open = null;
            }
        }
    }

    private void openNextFile() throws IOException {
        if (!files.hasNext()) {
            throw new NoSuchFileException("transaction " + next + " of " + toInFiles + " is in no file of the log");
        }
        LogFile file = files.next();
        open = disk.open(file.path, Disk.Open.READ);
        LogFile.Place place = file.placeBefore(next);
        reader = new RecordReader(open, file.path, place.offset(), file.endOffset());
        for (long id = place.transactionId(); id < next; id++) {
            reader.next(id);
        }
    }
}
