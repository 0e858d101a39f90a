package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.Locations;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.chain.Aggregation;
import dev.muster.backup.chain.Aggregation.OldBackup;
import dev.muster.backup.chain.Aggregation.Outcome;
import dev.muster.backup.chain.FolderChains;
import dev.muster.backup.online.DatabasePattern;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backup aggregate}, of old {@code database aggregate-backup}: a chain becomes one full artifact (facts B.1). */
@Command(
        name = "aggregate",
        description =
                "Folds a chain of artifacts into one full artifact that differentials can go on from. The old chain goes"
                        + " only once the new file is synced and verified.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class AggregateCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private EncryptionOptions encryption;

    @Parameters(
            arity = "0..1",
            paramLabel = "<database>",
            description = "Name or pattern (* and ?, quoted) of the databases of a folder.")
    private String database;

    @Option(
            names = "--from-path",
            required = true,
            paramLabel = "<path>",
            description =
                    "An artifact, which is folded with the chain that leads to it; or a folder, of which the newest"
                            + " chain of a database is folded.")
    private String fromPath;

    @Option(
            names = "--keep-old-backup",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Leaves the chain where it is. Default: ${DEFAULT-VALUE}.")
    private boolean keepOldBackup;

    @Option(
            names = "--temp-path",
            paramLabel = "<path>",
            description = "Where the store is built; needs room for the database. Default: beside the artifacts.")
    private Path tempPath;

    @Option(
            names = "--parallel-recovery",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Accepted; has no effect: artifacts need no recovery.")
    private boolean parallelRecovery;

    @Option(names = "--json", description = "Prints the outcome as JSON on stdout, and nothing else there.")
    private boolean json;

    AggregateCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        Path path = Locations.of(fromPath);
        World world = context.world().get();
        EncryptionKey key = encryption.key();
        List<Outcome> outcomes = new ArrayList<>();
        for (String name : databases(world, path)) {
            Outcome outcome = aggregate(world, path, name, key);
            outcomes.add(outcome);
            if (!json) {
                context.out().println(text(outcome));
            }
        }
        if (json) {
            context.out()
                    .println(Json.of(
                            outcomes.stream().map(AggregateCommand::fields).toList()));
        }
        return ExitCodes.OK;
    }

    /** One null for the artifact that is named. */
    private List<String> databases(World world, Path path) throws IOException {
        if (world.disk().exists(path) && !world.disk().isDirectory(path)) {
            if (database != null) {
                throw new ParameterException(
                        spec.commandLine(), "A database is only named with a folder: the artifact says whose it is");
            }
            List<String> artifact = new ArrayList<>();
            artifact.add(null);
            return artifact;
        }
        Set<String> present = FolderChains.read(world.disk(), path, null).databases();
        if (database == null && present.size() > 1) {
            throw BackupError.NAME_A_DATABASE.with(path, String.join(", ", present));
        }
        DatabasePattern pattern = DatabasePattern.parse(database == null ? "*" : database.toLowerCase(Locale.ROOT));
        List<String> matching = present.stream().filter(pattern::matches).toList();
        if (matching.isEmpty()) {
            throw BackupError.NO_ARTIFACT.with(path, database == null ? "" : " of database '" + database + "'");
        }
        return matching;
    }

    private Outcome aggregate(World world, Path path, String name, EncryptionKey key) throws IOException {
        Aggregation.Request request = new Aggregation.Request(
                path, name, tempPath, keepOldBackup ? OldBackup.KEEP : OldBackup.REMOVE, ZoneId.systemDefault(), key);
        return Interruption.during(
                "aggregation",
                context.err(),
                brokenOff -> Aggregation.run(world, request, context.err()::println, brokenOff));
    }

    private static String text(Outcome outcome) {
        Artifact artifact = outcome.artifact();
        if (outcome.wasFull()) {
            return "Nothing to aggregate: the newest chain of database '"
                    + artifact.header().databaseName() + "' is the full backup '" + artifact.fileName() + "'.";
        }
        return "Database '" + artifact.header().databaseName() + "': "
                + outcome.chain().size()
                + " artifacts aggregated into '" + artifact.fileName() + "' (" + artifact.lowest() + ".."
                + artifact.highest() + ", " + Bytes.text(artifact.bytes()) + "); "
                + (outcome.removed().isEmpty() ? "nothing" : outcome.removed().size() + " artifacts") + " removed.";
    }

    private static Map<String, Object> fields(Outcome outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("database", outcome.artifact().header().databaseName());
        fields.put("artifact", outcome.artifact().file().toString());
        fields.put("bytes", outcome.artifact().bytes());
        fields.put("lastTx", outcome.artifact().highest());
        fields.put("digest", outcome.artifact().facts().digest());
        fields.put("chain", outcome.chain().stream().map(Artifact::fileName).toList());
        fields.put("removed", outcome.removed().stream().map(Artifact::fileName).toList());
        return fields;
    }
}
