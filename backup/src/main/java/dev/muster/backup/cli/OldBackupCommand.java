package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.folder.FolderBackup;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.DatabasePattern;
import dev.muster.backup.protocol.BackupAccess;
import dev.muster.catalog.security.MetadataChoice;
import dev.muster.runtime.Disk;
import dev.muster.store.StoreCheck.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backup --backup-dir}, as it is called in 4.x and 3.x (facts C); without options the commands below it are named. */
@Command(
        name = "backup",
        description = {
            "Works on backup artifacts.",
            "With --backup-dir: backs up databases into folders that are brought up to date, the 4.x form of 'database backup'."
        },
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE,
        exitCodeListHeading = "Exit codes with --backup-dir:%n",
        exitCodeList = {
            "0:all is well",
            "1:no backup; of several databases: one or several have none, or are not consistent",
            "2:the backup is there, and could not be checked (one database)",
            "3:the backup is there, and is inconsistent (one database)",
            "64:wrong options or parameters"
        })
final class OldBackupCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 6362;
    private static final String NO_EFFECT = "Accepted; has no effect: ";

    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--backup-dir",
            paramLabel = "<path>",
            description = "Folder that exists; in it each database has a folder of its name.")
    private String backupDir;

    @Option(
            names = "--name",
            paramLabel = "<name>",
            description = "3.x: the name of the folder. Default: the database's.")
    private String name;

    @Option(
            names = "--from",
            paramLabel = "<host:port>",
            defaultValue = "localhost:" + DEFAULT_PORT,
            description = "The server. Default: ${DEFAULT-VALUE}.")
    private String from;

    @Option(
            names = "--database",
            paramLabel = "<database>",
            defaultValue = "neo4j",
            description = "Name or pattern (*, ?). Default: ${DEFAULT-VALUE}.")
    private String database;

    @Option(
            names = "--fallback-to-full",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "true",
            description =
                    "If what is new cannot be had, makes a full; the old backup is then in <name>.err.<N>. Default:"
                            + " ${DEFAULT-VALUE}.")
    private boolean fallbackToFull;

    @Option(
            names = "--check-consistency",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Checks the backup afterwards. Default: ${DEFAULT-VALUE}.")
    private boolean checkConsistency;

    @Option(
            names = {"--check-graph", "--cc-graph"},
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Checks nodes, relationships, counts and the digest. Default: ${DEFAULT-VALUE}.")
    private boolean checkGraph;

    @Option(
            names = {"--check-indexes", "--cc-indexes"},
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "true",
            description = "Checks labels and indexes. Default: ${DEFAULT-VALUE}.")
    private boolean checkIndexes;

    @Option(
            names = {
                "--check-index-structure",
                "--check-label-scan-store",
                "--cc-label-scan-store",
                "--check-property-owners",
                "--cc-property-owners"
            },
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = NO_EFFECT + "part of the others.")
    private boolean partOfOthers;

    @Option(
            names = {"--report-dir", "--cc-report-dir"},
            paramLabel = "<path>",
            defaultValue = ".",
            description = "Folder for the report if anything is inconsistent. Default: ${DEFAULT-VALUE}.")
    private Path reportDir;

    @Option(
            names = "--prepare-restore",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "true",
            description =
                    "With false the backup is not checked either; else without effect: artifacts need no recovery.")
    private boolean prepareRestore;

    @Option(
            names = "--include-metadata",
            paramLabel = "all|users|roles|none",
            defaultValue = "all",
            converter = BackupOptions.MetadataConverter.class,
            description = "Users and roles, also in <folder>/tools/metadata_script.cypher. Default: ${DEFAULT-VALUE}.")
    private MetadataChoice includeMetadata;

    @Option(
            names = "--timeout",
            paramLabel = "<n>[ms|s|m|h]",
            description = "3.x: how long the server may be silent. Default: as configured, else 10m.")
    private String timeout;

    @Option(
            names = {"--pagecache", "--protocol", "--parallel-recovery"},
            arity = "0..1",
            paramLabel = "<value>",
            description = NO_EFFECT + "there is one protocol, and the client keeps no pages.")
    private String ignored;

    OldBackupCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (backupDir == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Name a command of '" + spec.qualifiedName() + "': "
                            + String.join(", ", spec.subcommands().keySet())
                            + "; or for a backup as in 4.x: --backup-dir=<path>");
        }
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        Path directory = LocalPaths.of("--backup-dir", backupDir, "folder").toAbsolutePath();
        Disk disk = context.world().get().disk();
        for (Path needed : List.of(directory, reportDir.toAbsolutePath().normalize())) {
            if (!disk.isDirectory(needed)) {
                throw BackupError.DIRECTORY_MISSING.with(needed);
            }
        }
        BackupRequest request = request(directory);
        Set<Part> parts = checkConsistency && prepareRestore ? parts() : null;
        FolderRun run = new FolderRun(
                context,
                request,
                fallbackToFull ? FolderBackup.Fallback.TO_FULL : FolderBackup.Fallback.NONE,
                new FolderRun.Check(parts, reportDir));
        if (!DatabasePattern.parse(request.databases().get(0)).isGlob()) {
            String only = request.databases().get(0);
            return run.run(only, directory.resolve(name == null ? only : name));
        }
        return several(run, Backup.names(request, context.world().get()), directory);
    }

    /** One that fails never keeps the others from being saved. */
    private int several(FolderRun run, List<String> databases, Path directory) throws IOException {
        int exitCode = ExitCodes.OK;
        for (String each : databases) {
            try {
                if (run.run(each, directory.resolve(each)) != ExitCodes.OK) {
                    exitCode = ExitCodes.FAILED;
                }
            } catch (BackupException e) {
                FolderRun.tell(context, each, e);
                exitCode = ExitCodes.FAILED;
            }
        }
        return exitCode;
    }

    private Set<Part> parts() {
        if (!checkGraph && !checkIndexes) {
            return null;
        }
        return checkGraph && checkIndexes
                ? Set.of(Part.GRAPH, Part.INDEXES, Part.COUNTS)
                : checkGraph ? Set.of(Part.GRAPH, Part.COUNTS) : Set.of(Part.INDEXES);
    }

    private BackupRequest request(Path directory) {
        ServerDirectories configured = Configuration.resolve(context, common);
        BackupAccess access = configured.access().get();
        BackupRequest defaults = BackupRequest.of(
                List.of(pattern()),
                List.of(OldOptions.address(spec, from, DEFAULT_PORT)),
                directory,
                ZoneId.systemDefault());
        return new BackupRequest(
                        defaults.databases(),
                        defaults.sources(),
                        directory,
                        defaults.type(),
                        defaults.compression(),
                        defaults.onFailure(),
                        defaults.parentRule(),
                        defaults.answerTimeoutMillis(),
                        timeout == null
                                ? configured.inactivityTimeoutMillis()
                                : OldOptions.timeoutMillis(spec, "--timeout", timeout),
                        defaults.zone())
                .withAccess(access)
                .withMetadata(includeMetadata);
    }

    private String pattern() {
        String folded = database.toLowerCase(Locale.ROOT);
        try {
            DatabasePattern.parse(folded);
            return folded;
        } catch (BackupException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
