package dev.muster.node.server;

import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.HostedDatabase;
import dev.muster.node.hosting.StoreDirectories;
import dev.muster.raft.GroupId;
import dev.muster.raft.RaftServer;
import dev.muster.runtime.Disk;
import dev.muster.store.CorruptStore;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.util.UUID;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds stores on this server that a restore left for CREATE DATABASE to take over. */
final class UnusedStores implements ToLongFunction<String> {
    private static final Logger LOG = LoggerFactory.getLogger(UnusedStores.class);
    private static final long NONE = -1;

    private final Disk disk;
    private final StoreDirectories directories;
    private final DatabaseHost host;
    private final RaftServer raft;

    UnusedStores(Disk disk, StoreDirectories directories, DatabaseHost host, RaftServer raft) {
        this.disk = disk;
        this.directories = directories;
        this.host = host;
        this.raft = raft;
    }

    /** The last transaction of the store of that name that no database of this server uses or used; -1 if there is none. */
    @Override
    public long applyAsLong(String name) {
        if (host.byName(name) != null) {
            return NONE;
        }
        try {
            if (!Stores.exists(disk, directories.of(name))) {
                return NONE;
            }
            Stores.Summary store = Stores.peek(disk, directories.of(name));
            return leftByADrop(name, store.identity().databaseId()) ? NONE : store.lastTransactionId();
        } catch (IOException | CorruptStore e) {
            LOG.warn("the store lying at '{}' is no candidate for a new database: {}", name, e.getMessage());
            return NONE;
        }
    }

    /** The log still knows its database, and no other name is that database's: it was dropped and is not cleared up yet. */
    private boolean leftByADrop(String name, UUID databaseId) {
        HostedDatabase owner = host.byId(databaseId);
        return raft.groupsOnDisk().contains(new GroupId(databaseId))
                && (owner == null || owner.name().equals(name));
    }
}
