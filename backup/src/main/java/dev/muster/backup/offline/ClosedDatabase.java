package dev.muster.backup.offline;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.online.DatabasePattern;
import dev.muster.runtime.Disk;
import dev.muster.store.OfflineStore;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.StoreLock;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A database of this server that no server has open, nor can open before this is closed. */
final class ClosedDatabase implements AutoCloseable {
    /** What servers put beside their databases: copies that are on their way, and stores that they set aside. */
    private static final Pattern NO_DATABASE = Pattern.compile("\\..*|.+\\.(?:copy|damaged|aside-[0-9a-f]{8})");

    private final StoreLock lock;
    private final OfflineStore store;
    private final boolean leftOpen;

    private ClosedDatabase(StoreLock lock, OfflineStore store, boolean leftOpen) {
        this.lock = lock;
        this.store = store;
        this.leftOpen = leftOpen;
    }

    /** What is done with a store that was not closed in order. */
    enum Unrecovered {
        REFUSED,
        TAKEN
    }

    /**
     * Opens a database for reading. Throws {@link BackupException} if there is none, if it runs, or if it was not closed in
     * order; {@link dev.muster.store.CorruptStore} if it is damaged.
     */
    static ClosedDatabase open(Disk disk, StoreLocation location, String name, Unrecovered unrecovered)
            throws IOException {
        if (!Stores.exists(disk, location)) {
            throw BackupError.DATABASE_MISSING.with(name);
        }
        StoreLock lock = StoreLock.tryBorrow(disk, location);
        if (lock == null) {
            throw BackupError.STORE_IN_USE.with(name);
        }
        OfflineStore store = null;
        try {
            store = Stores.offline(disk, location);
            boolean leftOpen = StoreLock.wasLeftOpen(disk, location) || store.needsRecovery();
            if (unrecovered == Unrecovered.REFUSED && leftOpen) {
                throw BackupError.NEEDS_RECOVERY.with(name, store.version().transactionId());
            }
            return new ClosedDatabase(lock, store, leftOpen);
        } catch (IOException | RuntimeException e) {
            if (store != null) {
                store.close();
            }
            lock.close();
            throw e;
        }
    }

    /** The databases with a store in a directory that match, by name. A name that is no pattern is given back as it is. */
    static List<String> matching(Disk disk, Path stores, String pattern) throws IOException {
        DatabasePattern wanted = DatabasePattern.parse(pattern);
        if (!wanted.isGlob()) {
            return List.of(pattern);
        }
        List<String> names = new ArrayList<>();
        for (String name : disk.list(stores)) {
            StoreLocation location = new StoreLocation(stores.resolve(name), stores.resolve(name));
            if (!NO_DATABASE.matcher(name).matches() && wanted.matches(name) && Stores.exists(disk, location)) {
                names.add(name);
            }
        }
        return names;
    }

    OfflineStore store() {
        return store;
    }

    /** Whether it was not closed in order: it may lack what its server had agreed to. */
    boolean needsRecovery() {
        return leftOpen;
    }

    @Override
    public void close() throws IOException {
        try {
            store.close();
        } finally {
            lock.close();
        }
    }
}
