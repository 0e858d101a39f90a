package dev.muster.backup.chain;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.ScratchDirectory;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.World;
import dev.muster.store.CorruptStore;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.engine.Stores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Reads artifacts whole and says which of them can be trusted: every checksum and the final digest of each, and that the
 * artifacts form chains. With a restore test each sound chain is restored into a scratch directory as well, its digest
 * compared with the artifacts' ({@link Restore}), and the restored store checked against itself. Changes nothing else.
 *
 * <p>Blocks on the disk; call it on no lane that must answer.
 */
public final class Verification {
    private static final int PROBLEMS_SHOWN = 10;
    private static final String RESTORED = "verified";

    private final World world;
    private final Request request;
    private final BooleanSupplier brokenOff;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Path> damaged = new LinkedHashSet<>();

    /**
     * What is verified.
     *
     * @param path a folder, or an artifact, which is verified with the chain that leads to it
     * @param database only this one of a folder; null for all
     * @param scratch where chains are restored for a test, a directory that exists; null for no test
     * @param key what encrypted artifacts were made with; null if there is none
     */
    public record Request(Path path, String database, Path scratch, EncryptionKey key) {
        /** Without a key. */
        public Request(Path path, String database, Path scratch) {
            this(path, database, scratch, null);
        }
    }

    /** What was looked at. */
    public enum Subject {
        ARTIFACT,
        /** A restore of the chain that ends with the file. */
        RESTORE
    }

    /**
     * One result.
     *
     * @param bytes read, 0 if the file could not be
     * @param problem empty if all is well
     */
    public record Finding(Subject subject, Path file, long bytes, String problem) {
        public boolean isSound() {
            return problem.isEmpty();
        }
    }

    private Verification(World world, Request request, BooleanSupplier brokenOff) {
        this.world = world;
        this.request = request;
        this.brokenOff = brokenOff;
    }

    /**
     * Verifies. {@code brokenOff} is asked often, on this thread, whether to give up. Throws {@link BackupException} if there
     * is nothing to verify, or if it was broken off.
     */
    public static List<Finding> run(World world, Request request, BooleanSupplier brokenOff) throws IOException {
        return new Verification(world, request, brokenOff).run();
    }

    private List<Finding> run() throws IOException {
        boolean file = world.disk().exists(request.path()) && !world.disk().isDirectory(request.path());
        Path folder = file ? request.path().toAbsolutePath().getParent() : request.path();
        List<BackupChain> chains = file ? readChain(folder) : readFolder(folder);
        if (findings.isEmpty()) {
            throw BackupError.NO_ARTIFACT.with(
                    request.path(), request.database() == null ? "" : " of database '" + request.database() + "'");
        }
        if (request.scratch() != null) {
            for (BackupChain chain : chains) {
                if (chain.artifacts().stream().noneMatch(each -> damaged.contains(each.file()))) {
                    testRestore(chain);
                }
            }
        }
        return List.copyOf(findings);
    }

    private List<BackupChain> readChain(Path folder) throws IOException {
        BackupChain chain = chainOf(folder);
        chain.artifacts().forEach(this::read);
        return List.of(chain);
    }

    private List<BackupChain> readFolder(Path folder) throws IOException {
        FolderChains found = FolderChains.read(world.disk(), folder, request.database());
        found.chains().stream()
                .flatMap(chain -> chain.artifacts().stream())
                .distinct()
                .forEach(this::read);
        found.orphans().forEach(orphan -> read(orphan.artifact(), orphan.reason()));
        found.unreadable().forEach(each -> findings.add(new Finding(Subject.ARTIFACT, each.file(), 0, each.reason())));
        return found.chains();
    }

    /** The chain that ends with the file. What is wrong with the file itself, or with its chain, is thrown. */
    private BackupChain chainOf(Path folder) throws IOException {
        Artifact last = ArtifactReader.describe(
                world.disk(), folder.resolve(request.path().getFileName()));
        return new BackupChain(Chains.read(world.disk(), folder).chainTo(last));
    }

    private void read(Artifact artifact) {
        read(artifact, "");
    }

    /** {@code problem} is what is known to be wrong already. */
    private void read(Artifact artifact, String problem) {
        String found = problem;
        try {
            ArtifactReader.readAll(world, artifact.file(), request.key(), (kind, payload, position) -> goOn());
        } catch (BackupException e) {
            if (e.error() == BackupError.VERIFY_BROKEN_OFF) {
                throw e;
            }
            found = e.getMessage();
        } catch (IOException e) {
            found = "'" + artifact.file() + "' cannot be read: " + e.getMessage();
        }
        if (!found.isEmpty()) {
            damaged.add(artifact.file());
        }
        findings.add(new Finding(Subject.ARTIFACT, artifact.file(), artifact.bytes(), found));
    }

    private void goOn() {
        if (brokenOff.getAsBoolean()) {
            throw BackupError.VERIFY_BROKEN_OFF.with(request.path());
        }
    }

    private void testRestore(BackupChain chain) throws IOException {
        String problem;
        try (ScratchDirectory scratch = ScratchDirectory.make(world, request.scratch(), "verify")) {
            StoreLocation place = new StoreLocation(
                    scratch.path().resolve("databases").resolve(RESTORED),
                    scratch.path().resolve("transactions").resolve(RESTORED));
            RestoreRequest restore = new RestoreRequest(
                    chain.last().file(),
                    null,
                    RESTORED,
                    RestoreRequest.Existing.REFUSE,
                    RestoreUntil.END,
                    place.database().getParent(),
                    place.transactions().getParent(),
                    null,
                    request.key());
            RestoreReport report = Restore.run(restore, world, line -> {}, brokenOff);
            problem = check(place, report);
        } catch (BackupException e) {
            if (e.error() == BackupError.RESTORE_BROKEN_OFF) {
                throw BackupError.VERIFY_BROKEN_OFF.with(request.path());
            }
            problem = e.getMessage();
        }
        findings.add(new Finding(Subject.RESTORE, chain.last().file(), chain.bytes(), problem));
    }

    /** What is wrong with the restored store, or nothing. */
    private String check(StoreLocation place, RestoreReport report) throws IOException {
        try (Store store = Stores.open(world.disk(), place, StoreSettings.defaults(), world.clock());
                PinnedVersion version = store.pin()) {
            if (!version.digest().equals(report.digest())) {
                return "the restored store has digest " + version.digest() + ", the restore said " + report.digest();
            }
            return String.join("; ", Stores.check(version, PROBLEMS_SHOWN));
        } catch (CorruptStore e) {
            return "the restored store is damaged: " + e.getMessage();
        }
    }
}
