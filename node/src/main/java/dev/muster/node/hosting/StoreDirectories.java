package dev.muster.node.hosting;

import dev.muster.runtime.Disk;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.StoreLock;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where the stores of this server lie, and the only place that moves whole stores: a store that was built beside is swapped
 * in, a stranger is put aside, a dropped one is removed. Each step can be repeated after a crash.
 */
public final class StoreDirectories {
    private static final String COPY_SUFFIX = ".copy";
    private static final String SWAP_SUFFIX = ".swap";

    private final Disk disk;
    private final Path databases;
    private final Path transactions;

    public StoreDirectories(Disk disk, Path databases, Path transactions) {
        this.disk = disk;
        this.databases = databases;
        this.transactions = transactions;
    }

    /** Where the database of that name lives. */
    public StoreLocation of(String name) {
        return new StoreLocation(databases.resolve(name), transactions.resolve(name));
    }

    /** Whether there is a store under that name, or that cannot be told. */
    boolean mayHaveStore(String name) {
        try {
            return Stores.exists(disk, of(name));
        } catch (IOException e) {
            return true;
        }
    }

    /** Where a copy of it is built before it takes the place. */
    StoreLocation copyOf(String name) {
        return new StoreLocation(databases.resolve(name + COPY_SUFFIX), transactions.resolve(name + COPY_SUFFIX));
    }

    /** Removes what an earlier, broken copy left. */
    void clearCopy(String name) throws IOException {
        remove(copyOf(name));
    }

    /** Puts the finished copy in the place of the database's store. Once the mark is written a crash does not undo it. */
    void swapInCopy(String name) throws IOException {
        disk.replace(swapMark(name), new byte[] {1});
        finishSwap(name);
    }

    /** After a crash: finishes a swap that had begun. Call before the store is looked at. */
    void recover(String name) throws IOException {
        if (disk.exists(swapMark(name))) {
            finishSwap(name);
        }
    }

    private void finishSwap(String name) throws IOException {
        StoreLocation from = copyOf(name);
        StoreLocation to = of(name);
        moveOver(from.transactions(), to.transactions());
        moveOver(from.database(), to.database());
        syncParents();
        disk.delete(swapMark(name));
        disk.syncDirectory(databases);
    }

    private void moveOver(Path from, Path to) throws IOException {
        if (disk.exists(from)) {
            disk.deleteTree(to);
            disk.move(from, to);
        }
    }

    /** Puts a store that does not belong to the database of that name aside, so that nothing of a user's is lost. */
    public Path setAside(String name, UUID storeId) throws IOException {
        String aside = name + ".aside-" + storeId.toString().substring(0, 8);
        StoreLocation from = of(name);
        moveOver(from.transactions(), transactions.resolve(aside));
        moveOver(from.database(), databases.resolve(aside));
        syncParents();
        return databases.resolve(aside);
    }

    /** Puts a damaged store aside, in place of one that was put there before. */
    Path setDamagedAside(String name) throws IOException {
        String aside = name + ".damaged";
        StoreLocation from = of(name);
        moveOver(from.transactions(), transactions.resolve(aside));
        moveOver(from.database(), databases.resolve(aside));
        syncParents();
        return databases.resolve(aside);
    }

    /** Removes what a database has under its name, but not the store of another that came to have that name. */
    void removeStoreOf(UUID databaseId, String name) throws IOException {
        if (!isOfAnother(databaseId, of(name))) {
            removeStore(name);
        }
    }

    /** A store that does not say whose it is counts as that of its name. */
    private boolean isOfAnother(UUID databaseId, StoreLocation location) throws IOException {
        try {
            return Stores.exists(disk, location)
                    && !Stores.peek(disk, location).identity().databaseId().equals(databaseId);
        } catch (CorruptStore e) {
            return false;
        }
    }

    /** Removes a store for good. */
    void removeStore(String name) throws IOException {
        remove(of(name));
        clearCopy(name);
        disk.delete(swapMark(name));
        StoreLock.remove(disk, of(name));
        syncParents();
    }

    private void remove(StoreLocation location) throws IOException {
        disk.deleteTree(location.database());
        disk.deleteTree(location.transactions());
    }

    private Path swapMark(String name) {
        return databases.resolve(name + SWAP_SUFFIX);
    }

    private void syncParents() throws IOException {
        disk.createDirectories(databases);
        disk.createDirectories(transactions);
        disk.syncDirectory(databases);
        disk.syncDirectory(transactions);
    }
}
