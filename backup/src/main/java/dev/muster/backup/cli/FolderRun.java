package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.ChunkKind;
import dev.muster.backup.folder.FolderBackup;
import dev.muster.backup.folder.FolderBackup.Outcome;
import dev.muster.backup.folder.FolderBackup.Step;
import dev.muster.backup.offline.ConsistencyCheck;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.runtime.Disk;
import dev.muster.runtime.World;
import dev.muster.store.StoreCheck.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

/** One backup into a folder, as the commands up to 4.x make it: the words they print, the check afterwards, the exit code. */
final class FolderRun {
    /** The backup is there, and could not be checked. */
    static final int CHECK_FAILED = 2;
    /** The backup is there, and inconsistent. */
    static final int INCONSISTENT = 3;

    private final AdminCommandLine.Context context;
    private final World world;
    private final BackupRequest request;
    private final FolderBackup.Fallback fallback;
    private final Check check;

    /**
     * What is checked afterwards.
     *
     * @param parts null if nothing is
     * @param reports the folder for a report
     */
    record Check(Set<Part> parts, Path reports) {}

    FolderRun(AdminCommandLine.Context context, BackupRequest request, FolderBackup.Fallback fallback, Check check) {
        this.context = context;
        this.world = context.world().get();
        this.request = request;
        this.fallback = fallback;
        this.check = check;
    }

    /** Backs up one database into the folder; its exit code as for one database. Throws {@link BackupException}. */
    int run(String database, Path folder) throws IOException {
        AtomicReference<Backup> running = new AtomicReference<>();
        Outcome outcome;
        try (Interruption interruption = Interruption.during("backup", () -> abort(running.get()), context.err())) {
            outcome = FolderBackup.run(
                    world,
                    request.withDatabases(java.util.List.of(database)),
                    folder,
                    fallback,
                    new ConsoleProgress(context.err(), world.clock(), ConsoleProgress.Style.PLAIN),
                    step -> context.out()
                            .println(
                                    step == Step.FULL
                                            ? "Doing full backup..."
                                            : "Destination is not empty, doing incremental backup..."),
                    running::set);
        }
        DatabaseOutcome saved = outcome.databaseOutcome();
        if (!outcome.saved()) {
            throw saved.error().saying(saved.reason());
        }
        if (outcome.aside() != null) {
            context.err().println("The backup that could not be continued is now '" + outcome.aside() + "'.");
        }
        writeMetadata(saved.artifact(), folder);
        int exitCode = check.parts() == null ? ExitCodes.OK : check(database, folder);
        context.out().println("Backup complete.");
        return exitCode;
    }

    private static CompletionStage<?> abort(Backup running) {
        return running == null ? CompletableFuture.completedFuture(null) : running.abort();
    }

    private void writeMetadata(Artifact artifact, Path folder) throws IOException {
        if (artifact.facts().metadata() == null) {
            return;
        }
        Disk disk = world.disk();
        byte[][] script = {null};
        ArtifactReader.readAgain(
                disk, folder.resolve(artifact.fileName()), request.key(), (kind, payload, position) -> {
                    script[0] = kind == ChunkKind.METADATA ? payload : script[0];
                });
        Path tools = folder.resolve("tools");
        disk.createDirectories(tools);
        disk.replace(tools.resolve("metadata_script.cypher"), script[0]);
    }

    private int check(String database, Path folder) {
        context.out().println("Doing consistency check...");
        try {
            ConsistencyCheck.Subject subject = new ConsistencyCheck.Subject.Archive(folder, null);
            int exitCode = new CheckRun(context, false)
                    .run(
                            new ConsistencyCheck.Request(database, subject, check.parts(), false, request.key()),
                            check.reports());
            return exitCode == ExitCodes.OK ? ExitCodes.OK : INCONSISTENT;
        } catch (BackupException | IOException e) {
            context.err().println("Failed to do consistency check on backup: " + e.getMessage());
            if (e instanceof BackupException known) {
                context.err().println("HINT: " + known.error().hint());
            }
            return CHECK_FAILED;
        }
    }

    /** What is said of a database among several that failed. */
    static void tell(AdminCommandLine.Context context, String database, BackupException failure) {
        BackupError error = failure.error();
        context.err().println("Backup of database '" + database + "' failed: " + failure.getMessage());
        context.err().println("HINT: " + error.hint());
    }
}
