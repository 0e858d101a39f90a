package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code restore}, as it is called in 4.x and 3.x (facts C.4): of folders that {@code backup --backup-dir} keeps, or of artifacts. */
@Command(
        name = "restore",
        description = "Restores databases from backups: the 4.x form of 'database restore'.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class OldRestoreCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--from",
            required = true,
            split = ",",
            paramLabel = "<path>",
            description = "Folders of backups, or artifacts; the last part of a path may have * and ?.")
    private List<String> from;

    @Option(
            names = "--database",
            paramLabel = "<database>",
            description =
                    "Name of the restored database; with one backup only. Default: neo4j, and of several their own.")
    private String database;

    @Option(
            names = "--force",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description =
                    "Replaces an existing store, once the new one is whole; only while no server runs on the directory.")
    private boolean force;

    @Option(names = "--move", description = "Removes the backup once it is restored.")
    private boolean move;

    @Option(
            names = "--to-data-directory",
            paramLabel = "<path>",
            description = "Where stores are. Default: as configured.")
    private Path toData;

    @Option(
            names = "--to-data-tx-directory",
            paramLabel = "<path>",
            description = "Where transaction logs are. Default: as configured.")
    private Path toTransactions;

    OldRestoreCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        List<Path> backups = new ArrayList<>();
        for (String pattern : from) {
            backups.addAll(matching(LocalPaths.of("--from", pattern, "folder").toAbsolutePath()));
        }
        if (backups.size() > 1 && (database != null || toData != null || toTransactions != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--database, --to-data-directory and --to-data-tx-directory are only possible with one backup");
        }
        ServerDirectories server = Configuration.resolve(context, common);
        int exitCode = ExitCodes.OK;
        for (Path backup : backups) {
            try {
                restore(backup, backups.size() > 1 ? null : database == null ? "neo4j" : database, server);
                context.out().println("restorePath=" + backup + ", restoreStatus=successful, reason=");
            } catch (BackupException e) {
                context.out().println("restorePath=" + backup + ", restoreStatus=failed, reason=" + e.getMessage());
                Guard.tell(context, common.verbose, e, e.getMessage(), e.error().hint());
                exitCode = ExitCodes.FAILED;
            }
        }
        return exitCode;
    }

    private void restore(Path backup, String name, ServerDirectories server) throws IOException {
        RestoreRequest request = new RestoreRequest(
                backup,
                null,
                name == null ? null : name.toLowerCase(Locale.ROOT),
                force ? RestoreRequest.Existing.REPLACE : RestoreRequest.Existing.REFUSE,
                RestoreUntil.END,
                toData == null ? server.stores() : toData,
                toTransactions == null ? server.transactionLogs() : toTransactions,
                server.serverLock());
        RestoreReport report = Interruption.during(
                "restore",
                context.err(),
                brokenOff -> Restore.run(request, context.world().get(), context.err()::println, brokenOff));
        if (report.metadata() != null) {
            Path script = MetadataFile.write(context.world().get().disk(), server.scripts(), report);
            context.out().print(MetadataFile.hint(script, report.database()));
        }
        if (move) {
            context.world().get().disk().deleteTree(backup);
        }
    }

    private List<Path> matching(Path pattern) throws IOException {
        String last = pattern.getFileName().toString();
        if (!last.contains("*") && !last.contains("?")) {
            return List.of(pattern);
        }
        Disk disk = context.world().get().disk();
        String regex = Pattern.quote(last).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        List<Path> found = disk.list(pattern.getParent()).stream()
                .filter(name -> name.matches(regex))
                .map(pattern::resolveSibling)
                .toList();
        if (found.isEmpty()) {
            throw BackupError.NOTHING_TO_RESTORE.with(pattern, ": nothing matches");
        }
        return found;
    }
}
