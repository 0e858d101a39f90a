package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.Locations;
import dev.muster.backup.artifact.EncryptionKey;
import dev.muster.backup.restore.Restore;
import dev.muster.backup.restore.RestoreReport;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreUntil;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code database restore}: a chain of artifacts becomes a store on this machine (facts B.2). */
@Command(
        name = "restore",
        description = "Restores a database from a chain of backup artifacts. CREATE DATABASE then makes it known.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class RestoreCommand implements Callable<Integer> {
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
            description = "Name of the restored database. Default: the name in the artifact.")
    private String database;

    @Option(
            names = "--from-path",
            required = true,
            split = ",",
            paramLabel = "<path>",
            description =
                    "An artifact, a folder, or a comma list of artifacts. For a differential its folder is searched"
                            + " for the chain that ends with it.")
    private List<String> fromPath;

    @Option(names = "--source-database", paramLabel = "<name>", description = "Which database of a folder is meant.")
    private String sourceDatabase;

    @Option(
            names = "--overwrite-destination",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description =
                    "Replaces an existing store; only while no server runs on the directory. Default: ${DEFAULT-VALUE}.")
    private boolean overwriteDestination;

    @Option(
            names = "--restore-until",
            paramLabel = "<criterion>",
            converter = UntilConverter.class,
            description = "A transaction id (excluded) or a UTC time 'yyyy-MM-dd HH:mm:ss' (transactions before it).")
    private RestoreUntil until = RestoreUntil.END;

    @Option(
            names = "--to-path-data",
            paramLabel = "<path>",
            description = "Directory that holds one directory per store. Default: as configured.")
    private Path toPathData;

    @Option(
            names = "--to-path-txn",
            paramLabel = "<path>",
            description = "Directory that holds one directory per transaction log. Default: as configured.")
    private Path toPathTxn;

    @Option(
            names = "--temp-path",
            paramLabel = "<path>",
            description = "Accepted; has no effect: the store is built beside the place it will have.")
    private Path tempPath;

    @Option(names = "--json", description = "Prints the outcome as JSON on stdout, and nothing else there.")
    private boolean json;

    RestoreCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        if (database != null && fromPath.size() > 1) {
            throw new ParameterException(spec.commandLine(), BackupError.SEVERAL_ARTIFACTS.text());
        }
        if ((toPathData != null || toPathTxn != null) && fromPath.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--to-path-data and --to-path-txn are only possible with a single --from-path");
        }
        EncryptionKey key = encryption.key();
        List<RestoreReport> reports = new ArrayList<>();
        List<Path> scripts = new ArrayList<>();
        for (String from : fromPath) {
            RestoreReport report = restore(request(from, key));
            reports.add(report);
            if (!json) {
                context.out().print(RestoreText.of(report));
            }
            Path script = script(report);
            scripts.add(script);
            if (script != null && !json) {
                context.out().print(MetadataFile.hint(script, report.database()));
            }
        }
        if (json) {
            printJson(reports, scripts);
        }
        return ExitCodes.OK;
    }

    private RestoreReport restore(RestoreRequest request) throws IOException {
        return Interruption.during(
                "restore",
                context.err(),
                brokenOff -> Restore.run(request, context.world().get(), context.err()::println, brokenOff));
    }

    private RestoreRequest request(String from, EncryptionKey key) {
        boolean everywhereNamed = toPathData != null && toPathTxn != null;
        ServerDirectories configured = everywhereNamed ? null : Configuration.resolve(context, common);
        return new RestoreRequest(
                Locations.of(from),
                sourceDatabase,
                database == null ? null : database.toLowerCase(Locale.ROOT),
                overwriteDestination ? RestoreRequest.Existing.REPLACE : RestoreRequest.Existing.REFUSE,
                until,
                toPathData == null ? configured.stores() : toPathData,
                toPathTxn == null ? configured.transactionLogs() : toPathTxn,
                configured == null ? null : configured.serverLock(),
                key);
    }

    /** Where the script for users and roles is; null if the artifact has none. */
    private Path script(RestoreReport report) {
        return report.metadata() == null
                ? null
                : MetadataFile.write(
                        context.world().get().disk(),
                        Configuration.resolve(context, common).scripts(),
                        report);
    }

    private void printJson(List<RestoreReport> reports, List<Path> scripts) {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            all.add(RestoreText.fields(reports.get(i), scripts.get(i)));
        }
        context.out().println(Json.of(all));
    }

    /** Reads {@code --restore-until}. */
    static final class UntilConverter implements ITypeConverter<RestoreUntil> {
        @Override
        public RestoreUntil convert(String value) {
            try {
                return RestoreUntil.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
