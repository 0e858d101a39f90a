package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.raft.RaftServer;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.store.StoreSettings;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every database of a server needs from it.
 *
 * @param checkpointBytes changes after which a checkpoint is taken
 * @param syncLane where files are synced ahead of checkpoints; it may block
 * @param quarantine which databases this server keeps frozen
 * @param readOnly which databases, by name, the settings of this server forbid to write
 * @param changed told, on any lane, whenever a report changed in what others act upon
 * @param progressed told, on any lane, whenever a database, by name, has come further; others hear of it before long
 */
record HostContext(
        World world,
        StoreDirectories directories,
        StoreSettings storeSettings,
        long checkpointBytes,
        Lane syncLane,
        RaftServer raft,
        StoreCopier copier,
        StoreSeeder seeder,
        Quarantine quarantine,
        Predicate<String> readOnly,
        Runnable changed,
        Consumer<String> progressed) {
    private static final Logger LOG = LoggerFactory.getLogger(HostContext.class);

    /**
     * Keeps a database frozen from now on, over restarts as soon as that is written, since a severe error has stopped it. Returns what is
     * said of it. Any thread.
     */
    String freeze(UUID databaseId, String error) {
        String why = "By " + raft.self().serverId() + " at "
                + Instant.ofEpochMilli(world.clock().wallMillis()) + ": " + error;
        syncLane.execute(() -> {
            try {
                quarantine.set(databaseId, why);
            } catch (IOException e) {
                LOG.warn(
                        "that {} is frozen cannot be written down; it is until this server starts again",
                        databaseId,
                        e);
            }
        });
        return why;
    }

    /** Whether this server refuses to write a database: {@code system} never. */
    boolean refusesWrites(DatabaseEntry entry) {
        return !entry.name().equals(DatabaseHost.SYSTEM) && (entry.readOnly() || readOnly.test(entry.name()));
    }
}
