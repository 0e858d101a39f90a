package dev.muster.backup.offline;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.Locations;
import dev.muster.backup.ScratchDirectory;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.restore.ChainBuild;
import dev.muster.backup.restore.ChainSelection;
import dev.muster.backup.restore.RestoreTarget;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.Disk;
import dev.muster.runtime.Workers;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.OfflineStore;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreCheck;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Checks the store of a database that does not run, or the one that a dump or a chain of artifacts gives, against itself. The
 * store of an archive is built in a scratch directory that is removed again. Changes nothing else.
 *
 * <p>Blocks on the disk; call it on no lane that must answer.
 */
public final class ConsistencyCheck {
    /** So many problems are told. */
    public static final int PROBLEMS_MAX = 1_000;

    private final World world;
    private final Request request;
    private final Listener listener;
    private final BooleanSupplier brokenOff;
    private final List<String> problems = new ArrayList<>();

    /** What is checked. */
    public sealed interface Subject {
        /** The store of a server. */
        record InPlace(RestoreTarget.Directories directories) implements Subject {}

        /**
         * A dump, an artifact with the chain that leads to it, or a folder of them, of which what is newest counts.
         *
         * @param scratch where the store is built, a directory that exists; null for the folder of the archive
         */
        record Archive(Path path, Path scratch) implements Subject {}
    }

    /**
     * @param database its name; of a single file any
     * @param unrecovered whether a store is checked, too, that was not closed in order
     * @param threads so many at most; 0 for as many as there are processors
     */
    public record Request(
            String database,
            Subject subject,
            Set<StoreCheck.Part> parts,
            boolean unrecovered,
            EncryptionKey key,
            int threads) {
        /** By as many threads as there are processors. */
        public Request(
                String database, Subject subject, Set<StoreCheck.Part> parts, boolean unrecovered, EncryptionKey key) {
            this(database, subject, parts, unrecovered, key, 0);
        }

        /** Without a key. */
        public Request(String database, Subject subject, Set<StoreCheck.Part> parts, boolean unrecovered) {
            this(database, subject, parts, unrecovered, null);
        }
    }

    /** Hears how far it is. */
    public interface Listener {
        /** A line about what is going on. */
        void log(String line);

        /** How much of something has been read, 0 to 1; each ends with 1. */
        void reached(String what, double fraction);
    }

    /**
     * What was found.
     *
     * @param subject what was checked, as people call it
     * @param problems one sentence each; empty if all is well
     */
    public record Outcome(
            String subject, long lastTransactionId, long nodes, long relationships, List<String> problems) {
        public Outcome {
            problems = List.copyOf(problems);
        }

        /** Whether nothing is wrong. */
        public boolean isConsistent() {
            return problems.isEmpty();
        }
    }

    private ConsistencyCheck(World world, Request request, Listener listener, BooleanSupplier brokenOff) {
        this.world = world;
        this.request = request;
        this.listener = listener;
        this.brokenOff = brokenOff;
    }

    /**
     * Checks. {@code brokenOff} is asked often, on this thread, whether to give up. Throws {@link BackupException} if there is
     * nothing that can be checked, or if it was broken off; damage is told in the outcome.
     */
    public static Outcome run(World world, Request request, Listener listener, BooleanSupplier brokenOff) {
        ConsistencyCheck check = new ConsistencyCheck(world, request, listener, brokenOff);
        try {
            return request.subject() instanceof Subject.InPlace place
                    ? check.inPlace(place.directories())
                    : check.archive((Subject.Archive) request.subject());
        } catch (IOException e) {
            throw BackupError.CHECK_FAILED.because(e, request.database(), e.getMessage());
        }
    }

    private Outcome inPlace(RestoreTarget.Directories directories) throws IOException {
        String subject = "database '" + request.database() + "'";
        listener.log("Checking " + subject + ".");
        try (ClosedDatabase closed = ClosedDatabase.open(
                world.disk(),
                directories.of(request.database()),
                request.database(),
                request.unrecovered() ? ClosedDatabase.Unrecovered.TAKEN : ClosedDatabase.Unrecovered.REFUSED)) {
            checkLog(closed.store());
            return checkStore(subject, closed.store());
        } catch (CorruptStore e) {
            return damaged(subject, e);
        }
    }

    private void checkLog(OfflineStore store) throws IOException {
        try {
            store.readLog(this::goOn);
        } catch (CorruptStore e) {
            problems.add(e.getMessage());
        }
        listener.reached("transaction log", 1);
    }

    private Outcome archive(Subject.Archive archive) throws IOException {
        List<Artifact> chain = chain(archive.path());
        Artifact last = chain.get(chain.size() - 1);
        String subject =
                "'" + last.fileName() + "' of database '" + last.header().databaseName() + "'";
        listener.log("Checking " + subject + ", a chain of " + chain.size() + ".");
        Path parent = archive.scratch() == null
                ? Locations.scratchFor(last.file().toAbsolutePath().getParent())
                : archive.scratch();
        try (ScratchDirectory scratch = ScratchDirectory.make(world, parent, "check")) {
            StoreLocation place = StoreLocation.of(scratch.path(), "checked");
            ChainBuild build = new ChainBuild(world, chain, request.key(), listener::log, this::goOn);
            build.build(
                    place,
                    RestoreUntil.END,
                    new StoreIdentity(last.databaseId(), last.header().storeId()));
            try (OfflineStore store = Stores.offline(world.disk(), place)) {
                return checkStore(subject, store);
            }
        } catch (CorruptStore e) {
            return damaged(subject, e);
        } catch (BackupException e) {
            if (e.error() == BackupError.ARTIFACT_DAMAGED || e.error() == BackupError.RESTORED_DIFFERS) {
                return damaged(subject, e);
            }
            throw e;
        }
    }

    private List<Artifact> chain(Path path) throws IOException {
        Disk disk = world.disk();
        if (!disk.exists(path)) {
            throw BackupError.ARCHIVE_MISSING.with(path);
        }
        if (!disk.isDirectory(path)) {
            return ChainSelection.of(disk, path, null);
        }
        Path dump = path.resolve(request.database() + Dump.SUFFIX);
        if (!disk.exists(dump)) {
            return ChainSelection.of(disk, path, request.database());
        }
        Artifact dumped = ArtifactReader.describe(disk, dump);
        boolean newerBackup = Chains.read(disk, path).newestFirst().stream()
                .filter(artifact -> artifact.header().databaseName().equals(request.database()))
                .anyMatch(artifact ->
                        artifact.header().startedAtMillis() > dumped.header().startedAtMillis());
        return newerBackup ? ChainSelection.of(disk, path, request.database()) : List.of(dumped);
    }

    private Outcome checkStore(String subject, OfflineStore store) {
        PinnedVersion version = store.version();
        StoreCheck.Progress progress = (records, fraction) -> {
            goOn();
            listener.reached(records, fraction);
        };
        Workers workers = world.scheduler().workers();
        int threads = request.threads() == 0 ? Math.max(1, workers.count()) : request.threads();
        StoreCheck check = new StoreCheck(
                request.parts(), PROBLEMS_MAX, progress, threads == 1 ? Workers.INLINE : workers, threads);
        problems.addAll(Stores.check(version, check));
        return new Outcome(
                subject, version.transactionId(), version.nodeCount(), version.relationshipCount(), problems);
    }

    private Outcome damaged(String subject, RuntimeException damage) {
        problems.add(damage.getMessage());
        return new Outcome(subject, 0, 0, 0, problems);
    }

    private void goOn() {
        if (brokenOff.getAsBoolean()) {
            throw BackupError.CHECK_BROKEN_OFF.with(request.database());
        }
    }
}
