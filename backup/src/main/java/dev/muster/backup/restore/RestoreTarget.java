package dev.muster.backup.restore;

import dev.muster.backup.BackupError;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.store.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The place a restored store will have, the place beside it where it is built, and the swap of the two.
 *
 * <p>A store that is replaced is set aside until the new one is in place, so that a crash loses neither. No server may run
 * on the directory meanwhile: its lock is held.
 */
final class RestoreTarget implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]{1,61}[a-z0-9]");

    private final Disk disk;
    private final RestoreRequest request;
    private final String database;
    private final AutoCloseable serverLock;

    private RestoreTarget(Disk disk, RestoreRequest request, String database, AutoCloseable serverLock) {
        this.disk = disk;
        this.request = request;
        this.database = database;
        this.serverLock = serverLock;
    }

    /** Checks that the target may be written, and clears what an interrupted restore left beside it. */
    static RestoreTarget prepare(World world, RestoreRequest request, String database) throws IOException {
        if (!NAME.matcher(database).matches()) {
            throw BackupError.BAD_DATABASE_NAME.with(database);
        }
        Disk disk = world.disk();
        RestoreTarget unlocked = new RestoreTarget(disk, request, database, null);
        AutoCloseable serverLock = null;
        if (unlocked.occupied()) {
            if (request.existing() == RestoreRequest.Existing.REFUSE) {
                throw BackupError.DATABASE_EXISTS.with(database);
            }
            serverLock = lockOutServer(disk, request, database);
        }
        RestoreTarget target = new RestoreTarget(disk, request, database, serverLock);
        target.clear();
        return target;
    }

    /** Where the store is built. */
    StoreLocation beside() {
        return at("." + database + ".restore");
    }

    /** Puts the finished store in its place; durable on return. */
    void swapIn() throws IOException {
        StoreLocation place = at(database);
        StoreLocation aside = at("." + database + ".replaced");
        remove(aside);
        moveIfThere(place.database(), aside.database());
        moveIfThere(place.transactions(), aside.transactions());
        disk.move(beside().transactions(), place.transactions());
        disk.move(beside().database(), place.database());
        disk.syncDirectory(request.transactionLogs());
        disk.syncDirectory(request.stores());
        remove(aside);
    }

    /** Lets the server's lock go and removes what was not swapped in. */
    @Override
    public void close() throws IOException {
        try {
            remove(beside());
        } finally {
            letGo();
        }
    }

    private void letGo() throws IOException {
        if (serverLock != null) {
            try {
                serverLock.close();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException("cannot let the server's lock go", e);
            }
        }
    }

    /**
     * Consensus knows what the store of a running server contains; exchanging it underneath would make this member differ
     * from the others. Without a server it becomes a store like any other that CREATE DATABASE finds.
     */
    private static AutoCloseable lockOutServer(Disk disk, RestoreRequest request, String database) throws IOException {
        Path lock = request.serverLock();
        if (lock == null || !disk.isDirectory(lock.toAbsolutePath().getParent())) {
            return null;
        }
        AutoCloseable held = disk.tryLock(lock);
        if (held == null) {
            throw BackupError.DATABASE_IN_USE.with(database);
        }
        return held;
    }

    private boolean occupied() throws IOException {
        StoreLocation place = at(database);
        return hasEntries(place.database()) || hasEntries(place.transactions());
    }

    private boolean hasEntries(Path directory) throws IOException {
        return disk.exists(directory)
                && !(disk.isDirectory(directory) && disk.list(directory).isEmpty());
    }

    private void clear() throws IOException {
        make(request.stores());
        make(request.transactionLogs());
        remove(beside());
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

    private StoreLocation at(String directory) {
        return new StoreLocation(
                request.stores().resolve(directory), request.transactionLogs().resolve(directory));
    }
}
