package dev.muster.backup.restore;

import dev.muster.backup.BackupError;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.StoreLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The place a restored store will have, the place beside it where it is built, and the swap of the two.
 *
 * <p>A store that is replaced is set aside until the new one is in place, so that a crash loses neither. No server may run
 * on the directory meanwhile: its lock is held.
 */
public final class RestoreTarget implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{1,61}[a-z0-9]");

    private final Disk disk;
    private final Directories directories;
    private final String database;
    private final List<AutoCloseable> locks = new ArrayList<>();
    private StoreLock storeLock;
    private boolean swapping;
    private boolean inPlace;
    private Consumer<String> restored;

    private RestoreTarget(Disk disk, Directories directories, String database) {
        this.disk = disk;
        this.directories = directories;
        this.database = database;
    }

    /**
     * Where stores lie.
     *
     * @param stores the directory that holds one directory per store ({@code data/databases})
     * @param transactionLogs the same for transaction logs ({@code data/transactions})
     * @param serverLock the file a server that runs on these directories has locked; null if no server ever runs there
     */
    public record Directories(Path stores, Path transactionLogs, Path serverLock) {
        /** The place of a database. */
        public StoreLocation of(String database) {
            return new StoreLocation(stores.resolve(database), transactionLogs.resolve(database));
        }
    }

    /**
     * Checks that the target may be written, and clears what an interrupted restore left beside it. Throws {@link
     * dev.muster.backup.BackupException}.
     */
    public static RestoreTarget prepare(
            World world, Directories directories, String database, RestoreRequest.Existing existing)
            throws IOException {
        if (!NAME.matcher(database).matches()) {
            throw BackupError.BAD_DATABASE_NAME.with(database);
        }
        RestoreTarget target = new RestoreTarget(world.disk(), directories, database);
        try {
            target.prepare(existing);
        } catch (IOException | RuntimeException e) {
            target.letGo();
            throw e;
        }
        return target;
    }

    private void prepare(RestoreRequest.Existing existing) throws IOException {
        if (occupied() && (existing == RestoreRequest.Existing.REPLACE || wasSwapping())) {
            lockOutServer();
        }
        make(directories.stores());
        make(directories.transactionLogs());
        if (wasSwapping()) {
            borrow();
            endSwap();
        }
        if (occupied() && existing == RestoreRequest.Existing.REFUSE) {
            throw BackupError.DATABASE_EXISTS.with(database);
        }
        borrow();
        remove(beside());
    }

    private void borrow() throws IOException {
        if (storeLock == null) {
            storeLock = StoreLock.tryBorrow(disk, directories.of(database));
            hold(storeLock);
        }
    }

    private void hold(AutoCloseable lock) {
        if (lock == null) {
            throw BackupError.DATABASE_IN_USE.with(database);
        }
        locks.add(lock);
    }

    /** Where the store is built. */
    public StoreLocation beside() {
        return directories.of("." + database + ".restore");
    }

    private StoreLocation aside() {
        return directories.of("." + database + ".replaced");
    }

    /**
     * Puts the finished store in its place; durable on return. The database is what its store is: that comes last, when its
     * transaction log is there for certain, and what it replaces goes first; {@link #endSwap} knows every state in between.
     * {@code log} hears if what was replaced cannot be removed, which the next restore does.
     */
    public void swapIn(Consumer<String> log) throws IOException {
        StoreLocation place = directories.of(database);
        swapping = true;
        remove(aside());
        moveIfThere(place.database(), aside().database());
        disk.syncDirectory(directories.stores());
        moveIfThere(place.transactions(), aside().transactions());
        disk.move(beside().transactions(), place.transactions());
        disk.syncDirectory(directories.transactionLogs());
        disk.move(beside().database(), place.database());
        inPlace = true;
        restored = log;
        storeLock.noteClosed(); // whatever became of the old one
        disk.syncDirectory(directories.stores());
        swapping = false;
        try {
            remove(aside());
        } catch (IOException e) {
            log.accept("What was replaced could not be removed, the next restore of it will: " + e.getMessage());
        }
    }

    /** Whether a swap was cut off. */
    private boolean wasSwapping() throws IOException {
        return disk.exists(aside().database())
                || disk.exists(aside().transactions())
                || holdsNewLog() && !disk.exists(directories.of(database).database());
    }

    /** Whether the log of what was built is in its place already, and the store is not. */
    private boolean holdsNewLog() throws IOException {
        return disk.exists(beside().database()) && !disk.exists(beside().transactions());
    }

    /** Ends a swap that was cut off: if the new store is in its place it stays, and if not the old one comes back. */
    private void endSwap() throws IOException {
        StoreLocation place = directories.of(database);
        if (inPlace) {
            disk.move(
                    place.database(), beside().database()); // not for certain, so it is to be said that it is not there
            inPlace = false;
        }
        if (!disk.exists(place.database())) {
            if (holdsNewLog()) {
                disk.deleteTree(place.transactions());
                disk.syncDirectory(directories.transactionLogs());
                disk.deleteTree(
                        beside().database()); // else the old log, back in its place, would be taken for the new one
                disk.syncDirectory(directories.stores());
            }
            moveIfThere(aside().transactions(), place.transactions());
            disk.syncDirectory(directories.transactionLogs());
            moveIfThere(aside().database(), place.database());
            disk.syncDirectory(directories.stores());
        }
        remove(aside());
        swapping = false;
    }

    /** Lets the locks go and removes what was not swapped in. */
    @Override
    public void close() throws IOException {
        try {
            if (swapping) {
                endSwap(); // if that fails as well, what is there tells the next try what to do
            }
            if (!inPlace) {
                remove(beside());
            }
        } finally {
            letGoOrSay();
        }
    }

    /** A store that is in its place is restored, even if a lock's file cannot be removed. */
    private void letGoOrSay() throws IOException {
        try {
            letGo();
        } catch (IOException e) {
            if (!inPlace) {
                throw e;
            }
            restored.accept("Restored, but its lock could not be removed: " + e.getMessage());
        }
    }

    private void letGo() throws IOException {
        for (AutoCloseable lock : locks) {
            Disk.letGo(lock);
        }
    }

    /**
     * Consensus knows what the store of a running server contains; exchanging it underneath would make this member differ
     * from the others. Without a server it becomes a store like any other that CREATE DATABASE finds.
     */
    private void lockOutServer() throws IOException {
        Path lock = directories.serverLock();
        if (lock != null && disk.isDirectory(lock.toAbsolutePath().getParent())) {
            hold(disk.tryLock(lock));
        }
    }

    private boolean occupied() throws IOException {
        StoreLocation place = directories.of(database);
        return hasEntries(place.database()) || hasEntries(place.transactions());
    }

    private boolean hasEntries(Path directory) throws IOException {
        return disk.exists(directory)
                && !(disk.isDirectory(directory) && disk.list(directory).isEmpty());
    }

    /** Makes a directory so that it survives a crash, and with it what is put into it. */
    private void make(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        if (!disk.exists(absolute)) {
            make(absolute.getParent());
            disk.createDirectories(absolute);
            disk.syncDirectory(absolute.getParent());
        }
    }

    private void moveIfThere(Path from, Path to) throws IOException {
        if (disk.exists(from)) {
            disk.move(from, to);
        }
    }

    private void remove(StoreLocation location) throws IOException {
        disk.deleteTree(location.database());
        disk.deleteTree(location.transactions());
    }
}
