package dev.muster.node.server;

import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.offline.Dump;
import dev.muster.backup.restore.RestoreTarget;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.hosting.StoreDumper;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dumps databases as {@code database dump} does, to {@code server.directories.dumps.root}.
 *
 * <p><b>Lane.</b> One that may block; called on any.
 */
final class DumpWriter implements StoreDumper {
    private static final Logger LOG = LoggerFactory.getLogger(DumpWriter.class);

    private final World world;
    private final RestoreTarget.Directories directories;
    private final Path folder;
    private final Lane lane;

    DumpWriter(World world, ServerConfig.Directories directories, Lane lane) {
        this.world = world;
        this.directories = new RestoreTarget.Directories(
                directories.stores(), directories.transactionLogs(), directories.clusterState());
        this.folder = directories.dumps();
        this.lane = lane;
    }

    @Override
    public CompletionStage<Void> dump(String name, UUID databaseId) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        write(name, databaseId);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                lane);
    }

    private void write(String name, UUID databaseId) throws IOException {
        if (!Stores.exists(world.disk(), directories.of(name))) {
            return;
        }
        world.disk().createDirectories(folder);
        Path file = folder.resolve(name + Dump.SUFFIX);
        Dump.Existing existing = isOf(file, databaseId) ? Dump.Existing.REPLACE : Dump.Existing.REFUSE;
        new Dump(world, directories, fraction -> {}, () -> false).run(name, new Dump.Target.File(file, existing));
        LOG.info("'{}' was dumped to {}", name, file);
    }

    /** Whether there is a dump of that very database: of a DROP that was called off, for instance. */
    private boolean isOf(Path file, UUID databaseId) {
        try {
            return world.disk().exists(file)
                    && ArtifactReader.describe(world.disk(), file)
                            .header()
                            .databaseId()
                            .equals(databaseId);
        } catch (IOException | RuntimeException e) {
            LOG.info("{} is no dump that could be replaced: {}", file, e.getMessage());
            return false;
        }
    }
}
