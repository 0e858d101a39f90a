package dev.muster.store.engine;

import dev.muster.runtime.Disk;
import dev.muster.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps two from having one database's store open at a time: the server that runs the database, and commands that work on
 * stores of databases that do not run. The operating system drops it when its owner dies.
 *
 * <p>The server also notes beside the store, {@code .<name>.open}, that it has it open, and that it closed it in order: a note
 * without a lock is what a server has left that died, whose store may lack what it had agreed to.
 *
 * <p>The file lies beside the store's directory, {@code .<name>.lock}, since the directory itself is exchanged at times. It
 * stays when the lock is let go: removing it would let two hold two different files.
 */
public final class StoreLock implements AutoCloseable {
    private final Disk disk;
    private final StoreLocation location;
    private final Path file;
    private final AutoCloseable lock;
    private final boolean borrowed;

    private StoreLock(Disk disk, StoreLocation location, AutoCloseable lock, boolean borrowed) {
        this.disk = disk;
        this.location = location;
        this.file = file(location);
        this.lock = lock;
        this.borrowed = borrowed;
    }

    /** Takes the lock of the store at a place, whether or not there is one; null if somebody has it. */
    public static StoreLock tryTake(Disk disk, StoreLocation location) throws IOException {
        disk.createDirectories(location.database().toAbsolutePath().getParent());
        return take(disk, location, false);
    }

    /** The same for a moment, and without leaving a file that was not there. The directory must exist. */
    public static StoreLock tryBorrow(Disk disk, StoreLocation location) throws IOException {
        return take(disk, location, !disk.exists(file(location)));
    }

    private static StoreLock take(Disk disk, StoreLocation location, boolean borrowed) throws IOException {
        AutoCloseable lock = disk.tryLock(file(location));
        return lock == null ? null : new StoreLock(disk, location, lock, borrowed);
    }

    /** Whether the store was not closed in order by the last one who opened it for writing. */
    public static boolean wasLeftOpen(Disk disk, StoreLocation location) throws IOException {
        return disk.exists(note(location));
    }

    /** Notes, durably, that the store is open. */
    public void noteOpen() throws IOException {
        Path note = note(location);
        if (!disk.exists(note)) {
            disk.open(note, Disk.Open.CREATE).close();
            disk.syncDirectory(note.toAbsolutePath().getParent());
        }
    }

    /** Notes that the store is closed in order, or is another one by now. A crash may undo that. */
    public void noteClosed() throws IOException {
        disk.delete(note(location));
    }

    /** Removes the files of a database that is gone, unless somebody has the lock. */
    public static void remove(Disk disk, StoreLocation location) throws IOException {
        if (disk.exists(file(location))) {
            StoreLock lock = take(disk, location, true);
            if (lock != null) {
                lock.noteClosed();
                lock.close();
            }
        }
    }

    private static Path file(StoreLocation location) {
        return beside(location, ".lock");
    }

    private static Path note(StoreLocation location) {
        return beside(location, ".open");
    }

    private static Path beside(StoreLocation location, String suffix) {
        return location.database().resolveSibling("." + location.database().getFileName() + suffix);
    }

    @Override
    public void close() throws IOException {
        try {
            if (borrowed) {
                disk.delete(file);
            }
        } finally {
            Disk.letGo(lock);
        }
    }
}
