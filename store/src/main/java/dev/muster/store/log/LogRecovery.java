package dev.muster.store.log;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.store.CorruptStore;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Finds out what a log directory holds up to a position, and removes what lies behind. Only the newest file is read
 * whole; of the others the headers say enough.
 */
final class LogRecovery {
    static final String FILE_PREFIX = "muster.transaction.log.";

    private final Disk disk;
    private final Path directory;
    private final UUID databaseId;

    private LogRecovery(Disk disk, Path directory, UUID databaseId) {
        this.disk = disk;
        this.directory = directory;
        this.databaseId = databaseId;
    }

    static List<LogFile> recover(Disk disk, Path directory, UUID databaseId, LogPosition position, long last)
            throws IOException {
        return new LogRecovery(disk, directory, databaseId).recover(position, last);
    }

    private List<LogFile> recover(LogPosition position, long last) throws IOException {
        TreeMap<Long, Path> found = filesByNumber(disk, directory);
        cut(found, position);
        dropBeforeGap(found);
        List<LogFile> files = new ArrayList<>();
        List<LogHeader> headers = new ArrayList<>();
        for (var entry : found.entrySet()) {
            LogHeader header = readHeader(disk, entry.getValue(), entry.getKey(), databaseId);
            headers.add(header);
            files.add(new LogFile(entry.getValue(), entry.getKey(), header.firstTransactionId()));
        }
        for (int i = 0; i + 1 < files.size(); i++) {
            LogHeader next = headers.get(i + 1);
            files.get(i)
                    .finished(
                            size(disk, files.get(i).path), next.firstTransactionId() - 1, next.previousNewestMillis());
        }
        if (!files.isEmpty()) {
            readNewest(files.get(files.size() - 1), position, last);
        }
        return List.copyOf(files);
    }

    static TreeMap<Long, Path> filesByNumber(Disk disk, Path directory) throws IOException {
        TreeMap<Long, Path> found = new TreeMap<>();
        for (String name : disk.list(directory)) {
            if (name.matches("muster\\.transaction\\.log\\.\\d{1,18}")) {
                found.put(Long.parseLong(name.substring(FILE_PREFIX.length())), directory.resolve(name));
            }
        }
        return found;
    }

    private void cut(TreeMap<Long, Path> found, LogPosition position) throws IOException {
        long lastKept = position.offset() == 0 ? -1 : position.fileNumber();
        for (Path path : List.copyOf(found.tailMap(lastKept, false).values())) {
            disk.delete(path);
        }
        found.tailMap(lastKept, false).clear();
        if (position.offset() == 0 || found.isEmpty()) {
            return;
        }
        Path newest = found.get(position.fileNumber());
        if (newest == null || size(disk, newest) < position.offset()) {
            throw new CorruptStore(
                    "the transaction log in " + directory + " ends early: file " + position.fileNumber()
                            + (newest == null
                                    ? " is missing"
                                    : " has " + size(disk, newest) + " of " + position.offset() + " bytes"),
                    null);
        }
        try (DiskFile file = disk.open(newest, Disk.Open.WRITE)) {
            file.truncate(position.offset());
        }
    }

    /** Files before a missing one were being pruned, oldest first, when the server stopped. */
    private void dropBeforeGap(TreeMap<Long, Path> found) throws IOException {
        if (found.isEmpty()) {
            return;
        }
        long first = firstBehindGap(found);
        for (Path path : List.copyOf(found.headMap(first, false).values())) {
            disk.delete(path);
        }
        found.headMap(first, false).clear();
    }

    /** The number from which on no file is missing. */
    static long firstBehindGap(NavigableMap<Long, Path> files) {
        long first = files.lastKey();
        while (files.containsKey(first - 1)) {
            first--;
        }
        return first;
    }

    static LogHeader readHeader(Disk disk, Path path, long number, UUID databaseId) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            LogHeader header = LogHeader.read(file, path);
            if (!header.databaseId().equals(databaseId)) {
                throw new CorruptStore(
                        path + " belongs to database " + header.databaseId() + ", not to " + databaseId, null);
            }
            if (header.fileNumber() != number) {
                throw new CorruptStore(path + " was made as file " + header.fileNumber(), null);
            }
            return header;
        }
    }

    private void readNewest(LogFile newest, LogPosition position, long last) throws IOException {
        long id = newest.firstTransactionId;
        try (DiskFile file = disk.open(newest.path, Disk.Open.READ)) {
            RecordReader reader = new RecordReader(file, newest.path, LogHeader.BYTES, position.offset());
            long start = reader.position();
            for (TransactionRecord record = reader.next(id); record != null; record = reader.next(id)) {
                newest.added(id, record.committedAtMillis(), reader.position() - start);
                start = reader.position();
                id++;
            }
        }
        if (id != last + 1) {
            throw new CorruptStore(
                    "the transaction log in " + directory + " ends with transaction " + (id - 1) + ", the store with "
                            + last,
                    null);
        }
    }

    static long size(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.open(path, Disk.Open.READ)) {
            return file.size();
        }
    }
}
