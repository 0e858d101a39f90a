package dev.muster.store.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.store.CorruptStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;

/** Reads the files of a transaction log that nobody has open, and leaves them as they are. */
public final class LogInspection {
    private final Disk disk;
    private final Path directory;
    private final UUID databaseId;
    private final LogPosition end;

    /** @param end where the log of the last checkpoint ends */
    public LogInspection(Disk disk, Path directory, UUID databaseId, LogPosition end) {
        this.disk = disk;
        this.directory = directory;
        this.databaseId = databaseId;
        this.end = end;
    }

    /** Whether something was appended behind the end. */
    public boolean goesOn() throws IOException {
        NavigableMap<Long, Path> files = LogRecovery.filesByNumber(disk, directory);
        Path newest = files.get(end.fileNumber());
        return !files.tailMap(end.fileNumber(), false).isEmpty()
                || (newest != null && LogRecovery.size(disk, newest) > end.offset());
    }

    /**
     * Reads every record up to the end, which must be that of transaction {@code last}. Returns the first transaction there,
     * {@code last + 1} if there is none. Throws {@link CorruptStore} at the first thing that is wrong.
     *
     * @param step is called for each record
     */
    public long read(long last, Runnable step) throws IOException {
        NavigableMap<Long, Path> files = counting();
        if (files.isEmpty()) {
            return last + 1;
        }
        long first = -1;
        long next = -1;
        for (Map.Entry<Long, Path> entry : files.entrySet()) {
            LogHeader header = LogRecovery.readHeader(disk, entry.getValue(), entry.getKey(), databaseId);
            if (next >= 0 && header.firstTransactionId() != next) {
                throw new CorruptStore(
                        entry.getValue() + " begins with transaction " + header.firstTransactionId() + ", not " + next,
                        null);
            }
            first = first < 0 ? header.firstTransactionId() : first;
            next = readFile(entry.getValue(), entry.getKey(), header.firstTransactionId(), step);
        }
        if (next != last + 1) {
            throw new CorruptStore(
                    "the transaction log in " + directory + " ends with transaction " + (next - 1) + ", the store with "
                            + last,
                    null);
        }
        return first;
    }

    private NavigableMap<Long, Path> counting() throws IOException {
        NavigableMap<Long, Path> files = LogRecovery.filesByNumber(disk, directory);
        NavigableMap<Long, Path> counting = files.headMap(end.fileNumber(), end.offset() > 0);
        if (!counting.isEmpty() && end.offset() > 0 && !counting.containsKey(end.fileNumber())) {
            throw new CorruptStore(
                    "the transaction log in " + directory + " ends early: file " + end.fileNumber() + " is missing",
                    null);
        }
        return counting.isEmpty() ? counting : counting.tailMap(LogRecovery.firstBehindGap(counting), true);
    }

    private long readFile(Path path, long number, long first, Runnable step) throws IOException {
        long id = first;
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            long to = number == end.fileNumber() ? end.offset() : file.size();
            RecordReader reader = new RecordReader(file, path, LogHeader.BYTES, to);
            while (reader.next(id) != null) {
                step.run();
                id++;
            }
        }
        return id;
    }
}
