package dev.muster.node.server;

import dev.muster.backup.BackupError;
import dev.muster.backup.cli.ServerDirectories;
import dev.muster.catalog.SystemCatalog;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.StoreDirectories;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.StoreLock;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Takes a server that does not run out of its cluster, whole ({@code server unbind}) or with its copy of {@code system} only
 * ({@code dbms unbind-system-db}). Stores stay; each change is one rename or one replaced file, or can be repeated.
 */
public final class Unbinding implements ServerDirectories.Binding {
    private final Supplier<World> world;
    private final ServerConfig.Directories directories;

    public Unbinding(Supplier<World> world, ServerConfig.Directories directories) {
        this.world = world;
        this.directories = directories;
    }

    @Override
    public Path unbindServer() throws IOException {
        Disk disk = world.get().disk();
        String serverId = serverId(disk);
        try (DataDirectory held = hold(disk, serverId)) {
            refuseOpenStores(disk);
            StoreDirectories stores = new StoreDirectories(disk, directories.stores(), directories.transactionLogs());
            StoreLocation system = stores.of(DatabaseHost.SYSTEM);
            if (Stores.exists(disk, system)) {
                stores.setAside(
                        DatabaseHost.SYSTEM,
                        Stores.peek(disk, system).identity().storeId());
            }
            Path state = directories.clusterState();
            String cluster = held.clusterId().toString().substring(0, 8);
            Path archive = state.resolveSibling(state.getFileName() + ".unbound-" + cluster);
            for (int i = 2; disk.exists(archive); i++) {
                archive = state.resolveSibling(state.getFileName() + ".unbound-" + cluster + "-" + i);
            }
            disk.move(state, archive);
            disk.syncDirectory(state.getParent());
            return archive;
        }
    }

    @Override
    public void unbindSystem() throws IOException {
        Disk disk = world.get().disk();
        String serverId = serverId(disk);
        try (DataDirectory held = hold(disk, serverId)) {
            StoreLocation system = location(DatabaseHost.SYSTEM);
            if (!Stores.exists(disk, system)) {
                throw BackupError.DATABASE_MISSING.with(DatabaseHost.SYSTEM);
            }
            if (held.systemBeginsAnew()) {
                return; // it was asked for already
            }
            refuseOpen(disk, DatabaseHost.SYSTEM);
            held.unbindSystem(world.get().random().nextUuid());
        }
    }

    /** At the start of a server whose system is to begin anew: makes its store ready. Can be repeated. */
    static void beginAnew(Disk disk, ServerConfig.Directories directories, DataDirectory held) {
        StoreLocation system = new StoreLocation(
                directories.stores().resolve(DatabaseHost.SYSTEM),
                directories.transactionLogs().resolve(DatabaseHost.SYSTEM));
        try {
            Stores.adopt(disk, system, SystemCatalog.SYSTEM_ID);
        } catch (IOException e) {
            throw ServerError.CANNOT_WRITE.because(system.database(), e.getMessage());
        }
        held.systemBegan();
    }

    private String serverId(Disk disk) throws IOException {
        String serverId = DataDirectory.serverIdIn(disk, directories.clusterState());
        if (serverId == null) {
            throw BackupError.NOT_STARTED_YET.with();
        }
        return serverId;
    }

    private DataDirectory hold(Disk disk, String serverId) {
        try {
            return DataDirectory.hold(disk, directories.data(), directories.clusterState(), serverId);
        } catch (ServerError.Refusal e) {
            throw BackupError.UNBIND_REFUSED.because(e, e.getMessage());
        }
    }

    private StoreLocation location(String name) {
        return new StoreLocation(
                directories.stores().resolve(name),
                directories.transactionLogs().resolve(name));
    }

    private void refuseOpenStores(Disk disk) throws IOException {
        for (String name : disk.list(directories.stores())) {
            if (Stores.exists(disk, location(name))) {
                refuseOpen(disk, name);
            }
        }
    }

    /** What it lacks is in the log that is about to go. */
    private void refuseOpen(Disk disk, String name) throws IOException {
        if (StoreLock.wasLeftOpen(disk, location(name))) {
            throw BackupError.UNBIND_LEFT_OPEN.with(name);
        }
    }
}
