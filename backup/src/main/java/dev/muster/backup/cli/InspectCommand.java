package dev.muster.backup.cli;

import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.inspect.Inspection;
import dev.muster.backup.inspect.InspectionTable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code backup inspect}: what artifacts say of themselves, without unpacking them. */
@Command(
        name = "inspect",
        description = "Shows what backup artifacts say of themselves, without unpacking them.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class InspectCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Mixin
    private EncryptionOptions encryption;

    @Parameters(paramLabel = "<backup-path>", description = "An artifact or a folder of artifacts.")
    private Path path;

    @Option(names = "--empty", description = "Includes differentials that found nothing new.")
    private boolean empty;

    @ArgGroup(exclusive = true)
    private Latest latest = new Latest();

    /** At most one of them. */
    private static final class Latest {
        @Option(names = "--latest-backup", description = "Only the newest artifact of each database.")
        private boolean backup;

        @Option(
                names = "--latest-chain",
                description = "Only the chain that ends with the newest artifact, or with the file.")
        private boolean chain;
    }

    @Option(names = "--database", paramLabel = "<database>", description = "Only this database.")
    private String database;

    @Option(
            names = "--format",
            paramLabel = "JSON|TABULAR",
            defaultValue = "TABULAR",
            description = "Default: ${DEFAULT-VALUE}.")
    private Format format;

    @Option(names = "--json", description = "The same as --format=JSON.")
    private boolean json;

    @Option(names = "--show-metadata", description = "Accepted; has no effect: it is always shown.")
    private boolean showMetadata;

    /** How artifacts are shown. */
    enum Format {
        JSON,
        TABULAR
    }

    InspectCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json || format == Format.JSON, this::run);
    }

    private int run() throws IOException {
        Inspection inspection = Inspection.of(
                context.world().get().disk(),
                path,
                database,
                scope(),
                empty ? Inspection.Empty.INCLUDED : Inspection.Empty.LEFT_OUT);
        inspection = authenticated(context, inspection, encryption);
        if (json || format == Format.JSON) {
            context.out().println(InspectionTable.json(inspection.artifacts()));
        } else {
            context.out().print(InspectionTable.render(inspection.artifacts(), InspectionTable.Form.INSPECT_COMMAND));
        }
        return exitCode(inspection, context.err());
    }

    private Inspection.Scope scope() {
        if (latest.backup) {
            return Inspection.Scope.LATEST_BACKUP;
        }
        return latest.chain ? Inspection.Scope.LATEST_CHAIN : Inspection.Scope.ALL;
    }

    /** With a key, what artifacts say is also proved to be what its owner wrote. */
    static Inspection authenticated(AdminCommandLine.Context context, Inspection read, EncryptionOptions encryption)
            throws IOException {
        EncryptionKey key = encryption.key();
        return key == null ? read : read.authenticated(context.world().get().disk(), key);
    }

    /** A file that only looks like an artifact is told of, and is a problem. */
    static int exitCode(Inspection inspection, PrintStream err) {
        inspection.unreadable().forEach(file -> err.println(file.reason()));
        return inspection.unreadable().isEmpty() ? ExitCodes.OK : ExitCodes.FAILED;
    }
}
