package dev.muster.node.hosting;

import dev.muster.raft.GroupId;
import dev.muster.runtime.Disk;
import dev.muster.store.CorruptStore;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the stores of databases that were dropped while this server was down. */
final class Orphans {
    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

    private final Disk disk;
    private final Path databases;

    Orphans(Disk disk, Path databases) {
        this.disk = disk;
        this.databases = databases;
    }

    /**
     * Removes the store that belongs to the dropped group, wherever it lies; stores that cannot be read are left alone, and so
     * are those of names that are {@code needed}.
     */
    void remove(GroupId dropped, StoreDirectories directories, Predicate<String> needed) {
        try {
            for (String name : disk.list(databases)) {
                StoreLocation location = directories.of(name);
                if (!needed.test(name)
                        && Stores.exists(disk, location)
                        && Stores.peek(disk, location).identity().databaseId().equals(dropped.value())) {
                    LOG.info("removing '{}', which was dropped while this server was down", name);
                    directories.removeStore(name);
                }
            }
        } catch (IOException | CorruptStore e) {
            LOG.warn("the store of dropped database {} was not removed", dropped, e);
        }
    }
}
