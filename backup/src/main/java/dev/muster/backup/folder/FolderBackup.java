package dev.muster.backup.folder;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupType;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.online.ProgressListener;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings the folder up to date that holds the backup of one database (facts C.3): a full where there is none, else what is new.
 * If that cannot be had, a full is made beside the folder, and only when it is whole the two change places: the old backup
 * is then in {@code <folder>.err.<N>}. What a killed run left beside the folder is removed by the next.
 *
 * <p>Blocks; call it on no lane.
 */
public final class FolderBackup {
    /** How many names beside a folder are tried. */
    private static final int ASIDE_MAX = 1_000;

    /** With these a full would fail as well. */
    private static final Set<BackupError> BEYOND_A_FULL = Set.of(
            BackupError.NO_SERVER_ANSWERED,
            BackupError.DATABASE_NOT_FOUND,
            BackupError.NO_DATABASE_MATCHES,
            BackupError.NOT_AVAILABLE,
            BackupError.INTERRUPTED,
            BackupError.TARGET_FAILED,
            BackupError.FOLDER_IN_USE,
            BackupError.KEY_MISSING,
            BackupError.KEY_CHANGED);

    private final World world;
    private final Disk disk;
    private final BackupRequest request;
    private final Path folder;
    private final String database;
    private final ProgressListener progress;
    private final Consumer<Backup> started;

    /** What is done to the folder. */
    public enum Step {
        FULL,
        INCREMENTAL
    }

    /** Whether a full may take the place of what cannot be continued. */
    public enum Fallback {
        TO_FULL,
        NONE
    }

    /**
     * How it ended.
     *
     * @param step the last thing that was tried
     * @param report of that
     * @param aside where the backup is that a full has taken the place of; null if none has
     */
    public record Outcome(Step step, BackupReport report, Path aside) {
        /** Whether the folder is up to date. */
        public boolean saved() {
            return databaseOutcome().saved();
        }

        /** What became of the database. */
        public DatabaseOutcome databaseOutcome() {
            return report.databases().get(0);
        }
    }

    private FolderBackup(
            World world, BackupRequest request, Path folder, ProgressListener progress, Consumer<Backup> started) {
        this.world = world;
        this.disk = world.disk();
        this.request = request;
        this.folder = folder.toAbsolutePath();
        this.database = request.databases().get(0);
        this.progress = progress;
        this.started = started;
    }

    /**
     * Brings it up to date. Throws {@link BackupException} where nothing was asked of any server.
     *
     * @param request names one database; its folder and type count for nothing
     * @param folder is made if it is missing; what it is in must be there
     * @param steps hears what is about to be tried
     * @param started hears of each run, which it may break off
     */
    public static Outcome run(
            World world,
            BackupRequest request,
            Path folder,
            Fallback fallback,
            ProgressListener progress,
            Consumer<Step> steps,
            Consumer<Backup> started) {
        try {
            return new FolderBackup(world, request, folder, progress, started).run(fallback, steps);
        } catch (IOException e) {
            throw BackupError.TARGET_FAILED.because(e, folder, e.getMessage());
        }
    }

    private Outcome run(Fallback fallback, Consumer<Step> steps) throws IOException {
        if (!disk.isDirectory(folder.getParent())) {
            throw BackupError.DIRECTORY_MISSING.with(folder.getParent());
        }
        removeTemporary();
        if (!holdsBackup()) {
            if (fallback == Fallback.NONE) {
                throw BackupError.NO_PREVIOUS_BACKUP.with(database, folder);
            }
            steps.accept(Step.FULL);
            disk.createDirectories(folder);
            return new Outcome(Step.FULL, backUp(folder, BackupType.FULL), null);
        }
        steps.accept(Step.INCREMENTAL);
        Outcome incremental = new Outcome(Step.INCREMENTAL, backUp(folder, BackupType.DIFF), null);
        DatabaseOutcome outcome = incremental.databaseOutcome();
        if (outcome.saved() || fallback == Fallback.NONE || BEYOND_A_FULL.contains(outcome.error())) {
            return incremental;
        }
        progress.log(
                ProgressListener.Level.WARN,
                "Incremental backup of database '" + database + "' failed. Reason: " + outcome.reason()
                        + " Falling back to full backup.");
        steps.accept(Step.FULL);
        return replace();
    }

    /** Whether there is a backup of that database. Throws if there is one of another. */
    private boolean holdsBackup() throws IOException {
        List<Artifact> artifacts = Chains.read(disk, folder).newestFirst();
        artifacts.stream()
                .map(artifact -> artifact.header().databaseName())
                .filter(name -> !name.equals(database))
                .findFirst()
                .ifPresent(other -> {
                    throw BackupError.BACKUP_OF_ANOTHER.with(database, folder, other);
                });
        return !artifacts.isEmpty();
    }

    private BackupReport backUp(Path into, BackupType type) {
        Backup backup = Backup.start(request.withFolder(into).withType(type), world, progress);
        started.accept(backup);
        return backup.await();
    }

    private Outcome replace() throws IOException {
        Path temporary = free("temp");
        disk.createDirectories(temporary);
        Outcome full = new Outcome(Step.FULL, backUp(temporary, BackupType.FULL), null);
        if (!full.saved()) {
            disk.deleteTree(temporary);
            return full;
        }
        Path aside = free("err");
        disk.move(folder, aside);
        disk.move(temporary, folder);
        disk.syncDirectory(folder.getParent());
        return new Outcome(Step.FULL, full.report(), aside);
    }

    private Path free(String kind) throws IOException {
        for (int i = 0; i < ASIDE_MAX; i++) {
            Path candidate = beside(kind, i);
            if (!disk.exists(candidate)) {
                return candidate;
            }
        }
        throw BackupError.NO_FREE_LOCATION.with(folder);
    }

    private Path beside(String kind, int number) {
        return folder.resolveSibling(folder.getFileName() + "." + kind + "." + number);
    }

    /** Of runs that were killed; one that is under way has locked its own. */
    private void removeTemporary() throws IOException {
        String beginning = folder.getFileName() + ".temp.";
        for (String name : disk.list(folder.getParent())) {
            if (name.startsWith(beginning) && name.substring(beginning.length()).matches("\\d+")) {
                Path left = folder.resolveSibling(name);
                try (FolderLock lock = FolderLock.take(disk, left, database)) {
                    disk.deleteTree(left);
                }
            }
        }
    }
}
