package dev.muster.node.hosting;

import dev.muster.catalog.Catalog;
import dev.muster.raft.RaftServer;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.store.StoreSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Makes the parts of this package that belong together. */
public record Hosting(DatabaseHost host, Reconciler reconciler, StoreDirectories directories) {
    /**
     * @param databases directory of the stores
     * @param transactions directory of the transaction logs
     * @param quarantine directory of the marks of databases that are kept frozen
     * @param lanes how many lanes the databases share
     * @param checkpointBytes changes after which a database takes a checkpoint
     * @param readOnly which databases, by name, may not be written here
     * @param changed told whenever a report changed
     */
    public record Settings(
            Path databases,
            Path transactions,
            Path quarantine,
            StoreSettings store,
            int lanes,
            long checkpointBytes,
            Predicate<String> readOnly,
            Consumer<DatabaseHost> changed) {}

    public static Hosting open(
            World world,
            RaftServer raft,
            Catalog catalog,
            StoreCopier copier,
            StoreSeeder seeder,
            StoreDumper dumper,
            Settings settings) {
        StoreDirectories directories =
                new StoreDirectories(world.disk(), settings.databases(), settings.transactions());
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < settings.lanes(); i++) {
            lanes.add(world.scheduler().newLane("databases-" + i));
        }
        Lane lane = world.scheduler().newLane("reconciler");
        Changes changes = new Changes(settings.changed(), lane);
        HostContext context = new HostContext(
                world,
                directories,
                settings.store(),
                settings.checkpointBytes(),
                world.scheduler().newLane("store-sync"),
                raft,
                copier,
                seeder,
                new Quarantine(world.disk(), settings.quarantine()),
                settings.readOnly(),
                changes,
                changes::soon);
        DatabaseHost host = new DatabaseHost(context, lanes);
        Reconciler reconciler = new Reconciler(
                host,
                catalog,
                raft,
                directories,
                new Orphans(world.disk(), settings.databases()),
                dumper,
                world.clock(),
                lane);
        changes.of(host, reconciler);
        return new Hosting(host, reconciler, directories);
    }

    /**
     * Passes changes on once there is a host to speak of; mere progress is passed on together with what follows it. All from
     * one lane: of two lanes that each looked at all databases, the one that looked first might speak last. The reconciler looks
     * as well, and also when {@code system} has come further, since that is the catalog.
     */
    private static final class Changes implements Runnable {
        /** How old the progress of a busy database may be in what is published. */
        private static final long PROGRESS_NANOS = 1_000_000_000L;

        private final Consumer<DatabaseHost> listener;
        private final Lane lane;
        private final AtomicBoolean due = new AtomicBoolean();
        private final AtomicBoolean noticed = new AtomicBoolean();
        private DatabaseHost host;
        private volatile Reconciler reconciler;

        Changes(Consumer<DatabaseHost> listener, Lane lane) {
            this.listener = listener;
            this.lane = lane;
        }

        /** From now on there is something to speak of. */
        void of(DatabaseHost changing, Reconciler looking) {
            host = changing;
            reconciler = looking;
        }

        void soon(String database) {
            Reconciler looking = reconciler;
            if (looking != null && database.equals(DatabaseHost.SYSTEM)) {
                looking.wake();
            }
            if (!due.get() && due.compareAndSet(false, true)) {
                lane.schedule(PROGRESS_NANOS, () -> {
                    due.set(false);
                    pass();
                });
            }
        }

        @Override
        public void run() {
            if (noticed.compareAndSet(false, true)) {
                lane.execute(this::pass);
            }
        }

        private void pass() {
            noticed.set(false); // before looking: what changes from here on is another change
            Reconciler looking = reconciler;
            if (looking != null) {
                looking.wake();
                listener.accept(host);
            }
        }
    }
}
