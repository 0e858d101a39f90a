package dev.muster.backup.cli;

import dev.muster.backup.Locations;
import dev.muster.backup.offline.ConsistencyCheck;
import dev.muster.backup.offline.ConsistencyCheck.Subject;
import dev.muster.backup.restore.RestoreTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code database check}: whether a database that does not run, a dump or a chain is consistent (facts B.3). */
@Command(
        name = "check",
        description = "Checks the store of a stopped database, a dump, or the store that a chain of artifacts gives."
                + " Exits with 1 and writes a report if anything is wrong.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class CheckCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private EncryptionOptions encryption;

    @Parameters(paramLabel = "<database>", description = "Name of the database.")
    private String database;

    @Mixin
    private CheckFlags flags;

    @Option(
            names = "--from-path",
            paramLabel = "<path>",
            description =
                    "A dump, an artifact (checked with the chain that leads to it), or a folder, of which the dump or"
                            + " the newest chain of the database is checked, whichever is newer.")
    private String fromPath;

    @Option(
            names = "--temp-path",
            paramLabel = "<path>",
            description = "Where the store of an archive is built; needs room for it. Default: beside the archive.")
    private Path tempPath;

    @Option(
            names = "--from-path-data",
            paramLabel = "<path>",
            description = "Directory that holds one directory per store; with --from-path-txn. Default: as configured.")
    private Path fromPathData;

    @Option(
            names = "--from-path-txn",
            paramLabel = "<path>",
            description = "Directory that holds one directory per transaction log. Default: as configured.")
    private Path fromPathTxn;

    @Option(
            names = "--report-path",
            paramLabel = "<path>",
            defaultValue = ".",
            description = "Where a report is written if anything is wrong: a folder, or a file that ends in .report."
                    + " Default: ${DEFAULT-VALUE}.")
    private Path reportPath;

    @Option(names = "--force", description = "Also checks a store that was not closed in order.")
    private boolean force;

    @Option(
            names = "--max-off-heap-memory",
            paramLabel = "<size>",
            description = "Accepted; has no effect: HEAP_SIZE limits the memory.")
    private String maxOffHeapMemory;

    @Option(
            names = "--threads",
            paramLabel = "<n>",
            description = "So many threads check records at most. Default: one for each processor.")
    private Integer threads;

    @Option(names = "--json", description = "Prints the outcome as JSON on stdout, and nothing else there.")
    private boolean json;

    CheckCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        if (threads != null && threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads must be at least 1, not " + threads);
        }
        ConsistencyCheck.Request request = new ConsistencyCheck.Request(
                database.toLowerCase(Locale.ROOT),
                subject(),
                flags.parts(),
                force,
                encryption.key(),
                threads == null ? 0 : threads);
        return new CheckRun(context, json).run(request, reportPath);
    }

    private Subject subject() {
        boolean directories = fromPathData != null || fromPathTxn != null;
        if (fromPath != null && directories) {
            throw new ParameterException(
                    spec.commandLine(), "--from-path excludes --from-path-data and --from-path-txn");
        }
        if (fromPath != null) {
            return new Subject.Archive(Locations.of(fromPath), tempPath);
        }
        if (directories && (fromPathData == null || fromPathTxn == null)) {
            throw new ParameterException(spec.commandLine(), "--from-path-data and --from-path-txn belong together");
        }
        return new Subject.InPlace(
                directories
                        ? new RestoreTarget.Directories(fromPathData, fromPathTxn, null)
                        : Configuration.resolve(context, common).target());
    }
}
