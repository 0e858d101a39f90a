package dev.muster.node.hosting;

import dev.muster.catalog.Catalog;
import dev.muster.raft.RaftServer;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.store.StoreSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Makes the parts of this package that belong together. */
public record Hosting(DatabaseHost host, Reconciler reconciler, StoreDirectories directories) {
    /**
     * @param databases directory of the stores
     * @param transactions directory of the transaction logs
     * @param lanes how many lanes the databases share
     * @param checkpointBytes changes after which a database takes a checkpoint
     * @param changed told whenever a report changed
     */
    public record Settings(
            Path databases,
            Path transactions,
            StoreSettings store,
            int lanes,
            long checkpointBytes,
            Consumer<DatabaseHost> changed) {}

    public static Hosting open(World world, RaftServer raft, Catalog catalog, StoreCopier copier, Settings settings) {
        StoreDirectories directories =
                new StoreDirectories(world.disk(), settings.databases(), settings.transactions());
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < settings.lanes(); i++) {
            lanes.add(world.scheduler().newLane("databases-" + i));
        }
        Changes changes = new Changes(settings.changed());
        HostContext context = new HostContext(
                world, directories, settings.store(), settings.checkpointBytes(), raft, copier, changes);
        DatabaseHost host = new DatabaseHost(context, lanes);
        changes.host = host;
        Reconciler reconciler = new Reconciler(
                host,
                catalog,
                raft,
                directories,
                new Orphans(world.disk(), settings.databases()),
                world.clock(),
                world.scheduler().newLane("reconciler"));
        return new Hosting(host, reconciler, directories);
    }

    /** Passes changes on once there is a host to speak of. */
    private static final class Changes implements Runnable {
        private final Consumer<DatabaseHost> listener;
        private volatile DatabaseHost host;

        Changes(Consumer<DatabaseHost> listener) {
            this.listener = listener;
        }

        @Override
        public void run() {
            DatabaseHost current = host;
            if (current != null) {
                listener.accept(current);
            }
        }
    }
}
