package dev.muster.backup.cli;

import dev.muster.backup.offline.ConsistencyCheck;
import dev.muster.backup.offline.ConsistencyCheck.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code check-consistency}, as it is called in 4.x (facts C.4). */
@Command(
        name = "check-consistency",
        description = "Checks a stopped database or a backup: the 4.x form of 'database check'.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class OldCheckCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @ArgGroup(exclusive = true)
    private What what = new What();

    /** At most one of them. */
    private static final class What {
        @Option(names = "--database", paramLabel = "<database>", description = "Name of the database. Default: neo4j.")
        private String database;

        @Option(
                names = "--backup",
                paramLabel = "<path>",
                description = "A dump, or an artifact, which is checked with the chain that leads to it.")
        private String backup;
    }

    @Mixin
    private CheckFlags flags;

    @Option(
            names = {"--check-index-structure", "--check-label-scan-store"},
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Accepted; has no effect: part of --check-indexes.")
    private boolean partOfIndexes;

    @Option(
            names = "--report-dir",
            paramLabel = "<path>",
            defaultValue = ".",
            description = "Folder for the report if anything is wrong. Default: ${DEFAULT-VALUE}.")
    private Path reportDir;

    OldCheckCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        String database = what.database == null ? "neo4j" : what.database.toLowerCase(Locale.ROOT);
        Subject subject = what.backup == null
                ? new Subject.InPlace(Configuration.resolve(context, common).target())
                : new Subject.Archive(LocalPaths.of("--backup", what.backup, "file or folder"), null);
        return new CheckRun(context, false)
                .run(new ConsistencyCheck.Request(database, subject, flags.parts(), false), reportDir);
    }
}
