package dev.muster.backup.chain;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.Locations;
import dev.muster.backup.ScratchDirectory;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactName;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.ArtifactWriter;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.Encryption;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.artifact.FullArtifact;
import dev.muster.backup.artifact.Metadata;
import dev.muster.backup.restore.ChainBuild;
import dev.muster.backup.restore.ChainSelection;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.OfflineStore;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Folds a chain into one full artifact that stands where the chain ends, and continues to be continued by differentials:
 * it has the chain's database id and store id.
 *
 * <p>In this order, with the folder locked for the database: find the chain, verify every byte of it, build its store in a
 * scratch directory and compare its digest, write the full under a temporary name, sync, rename, read it back whole; only
 * then does the chain go, its end first. A failure or a crash at any step leaves the chain, or the full, or both.
 *
 * <p>Blocks on the disk; call it on no lane that must answer.
 */
public final class Aggregation {
    private static final String STORE = "aggregated";

    private final World world;
    private final Request request;
    private final Consumer<String> log;
    private final BooleanSupplier brokenOff;
    private final Disk disk;
    private final Path folder;

    /** What becomes of the chain. */
    public enum OldBackup {
        REMOVE,
        KEEP
    }

    /**
     * What is folded.
     *
     * @param path an artifact, with the chain that ends with it; or a folder
     * @param database which database's newest chain of a folder; null if there is only one
     * @param scratch where the store is built, a directory that exists; null for the folder of the artifacts
     * @param zone of the time in the new file's name
     * @param key what the chain was made with, and what the full will be encrypted with; null for neither
     */
    public record Request(
            Path path, String database, Path scratch, OldBackup oldBackup, ZoneId zone, EncryptionKey key) {
        /** Without a key. */
        public Request(Path path, String database, Path scratch, OldBackup oldBackup, ZoneId zone) {
            this(path, database, scratch, oldBackup, zone, null);
        }
    }

    /**
     * What came of it.
     *
     * @param artifact the full: a new one, or the one that was the whole chain already
     * @param chain what it was made of, oldest first
     * @param removed what is gone
     */
    public record Outcome(Artifact artifact, List<Artifact> chain, List<Artifact> removed) {
        public Outcome {
            chain = List.copyOf(chain);
            removed = List.copyOf(removed);
        }

        /** Whether the chain was one full already, so that there was nothing to do. */
        public boolean wasFull() {
            return isFull(chain);
        }
    }

    private Aggregation(World world, Request request, Consumer<String> log, BooleanSupplier brokenOff)
            throws IOException {
        this.world = world;
        this.request = request;
        this.log = log;
        this.brokenOff = brokenOff;
        this.disk = world.disk();
        boolean file = disk.exists(request.path()) && !disk.isDirectory(request.path());
        this.folder = file ? request.path().toAbsolutePath().getParent() : request.path();
    }

    /**
     * Folds one chain. {@code log} hears one line per step. {@code brokenOff} is asked often, on this thread, whether to give
     * up; no more once the full is there. Throws {@link BackupException}.
     */
    public static Outcome run(World world, Request request, Consumer<String> log, BooleanSupplier brokenOff) {
        try {
            return new Aggregation(world, request, log, brokenOff).run();
        } catch (IOException | CorruptStore e) {
            throw BackupError.AGGREGATE_FAILED.because(e, request.path(), e.getMessage());
        }
    }

    private Outcome run() throws IOException {
        String database = chain().get(0).header().databaseName();
        try (FolderLock lock = FolderLock.take(disk, folder, database)) {
            List<Artifact> chain = chain();
            if (isFull(chain)) {
                return new Outcome(chain.get(0), chain, List.of());
            }
            lock.removeLeftovers()
                    .forEach(name -> log.accept("Removed '" + name + "', which an interrupted run left behind."));
            long startedAtNanos = world.clock().monotonicNanos();
            Artifact full = fold(chain);
            log.accept("Finished artifact creation '" + full.fileName() + "' for database '" + database + "', took "
                    + (world.clock().monotonicNanos() - startedAtNanos) / 1_000_000 + "ms.");
            return new Outcome(full, chain, request.oldBackup() == OldBackup.REMOVE ? remove(chain, full) : List.of());
        }
    }

    private static boolean isFull(List<Artifact> chain) {
        return chain.stream().skip(1).allMatch(Artifact::empty);
    }

    private List<Artifact> chain() throws IOException {
        return ChainSelection.of(disk, request.path(), request.database());
    }

    /** In the folder, which is locked, always at the same place: what a run that was killed has left is removed by the next. */
    private Artifact fold(List<Artifact> chain) throws IOException {
        if (request.scratch() != null) {
            try (ScratchDirectory scratch = ScratchDirectory.make(world, request.scratch(), "aggregate")) {
                return fold(chain, scratch.path());
            }
        }
        Path scratch = Locations.scratchFor(folder)
                .resolve(".muster-aggregate-" + chain.get(0).header().databaseName());
        disk.deleteTree(scratch);
        try {
            return fold(chain, scratch);
        } finally {
            disk.deleteTree(scratch);
        }
    }

    private Artifact fold(List<Artifact> chain, Path scratch) throws IOException {
        StoreLocation place = StoreLocation.of(scratch, STORE);
        Artifact last = chain.get(chain.size() - 1);
        ChainBuild build = new ChainBuild(world, chain, request.key(), log, this::goOn);
        build.build(
                place,
                RestoreUntil.END,
                new StoreIdentity(last.databaseId(), last.header().storeId()));
        Artifact full = write(place, last, build.metadata());
        log.accept("Verifying " + full + ".");
        ArtifactReader.readAll(world, full.file(), request.key(), (kind, payload, position) -> {});
        return full;
    }

    /** It tells the times of the chain's end, since it is no younger; only its name is of the next second that is free. */
    private Artifact write(StoreLocation place, Artifact last, Metadata metadata) throws IOException {
        String database = last.header().databaseName();
        long startedAtMillis = last.header().startedAtMillis();
        String name = ArtifactName.choose(database, startedAtMillis, request.zone(), new TreeSet<>(disk.list(folder)))
                .fileName();
        try (OfflineStore store = Stores.offline(disk, place);
                ArtifactWriter writer = ArtifactWriter.begin(
                        world,
                        folder,
                        name,
                        FullArtifact.header(
                                world.random().nextUuid(),
                                database,
                                store.identity(),
                                startedAtMillis,
                                last.header().compressed(),
                                request.key()),
                        Encryption.with(request.key(), world.random()))) {
            return FullArtifact.write(
                    store.version(), writer, last.facts().finishedAtMillis(), metadata, fraction -> goOn());
        }
    }

    private List<Artifact> remove(List<Artifact> chain, Artifact full) throws IOException {
        List<Artifact> superseded =
                Supersession.of(folder, Chains.read(disk, folder).newestFirst(), chain, full);
        for (Artifact artifact : superseded) {
            Expiry.remove(disk, folder, artifact);
        }
        return superseded;
    }

    private void goOn() {
        if (brokenOff.getAsBoolean()) {
            throw BackupError.AGGREGATE_BROKEN_OFF.with(request.path());
        }
    }
}
