package dev.muster.backup.cli;

import dev.muster.backup.offline.StoreCopy;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code database copy}: a stopped database once more, under another name (facts B.6, without filters). */
@Command(
        name = "copy",
        description =
                "Copies a stopped database, schema and all, into a store of another name. CREATE DATABASE then makes it"
                        + " known.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class CopyCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "<from>", description = "Name of the database to copy.")
    private String from;

    @Parameters(index = "1", paramLabel = "<to>", description = "Name of the copy.")
    private String to;

    @Option(
            names = "--force",
            description =
                    "Replaces an existing store, once the copy is whole; only while no server runs on the directory.")
    private boolean force;

    @Option(
            names = "--copy-schema",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Accepted; has no effect: indexes and constraints are always copied.")
    private boolean copySchema;

    @Option(
            names = "--compact-node-store",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Accepted; has no effect: a copy has no gaps; ids stay.")
    private boolean compactNodeStore;

    @Option(
            names = "--from-path-data",
            paramLabel = "<path>",
            description = "Directory that holds one directory per store, to copy from. Default: as configured.")
    private Path fromPathData;

    @Option(
            names = "--from-path-txn",
            paramLabel = "<path>",
            description = "The same for transaction logs. Default: as configured.")
    private Path fromPathTxn;

    @Option(
            names = "--to-path-data",
            paramLabel = "<path>",
            description = "Directory that holds one directory per store, to copy to. Default: as configured.")
    private Path toPathData;

    @Option(
            names = "--to-path-txn",
            paramLabel = "<path>",
            description = "The same for transaction logs. Default: as configured.")
    private Path toPathTxn;

    @Option(names = "--json", description = "Prints the outcome as JSON on stdout, and nothing else there.")
    private boolean json;

    CopyCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        String source = from.toLowerCase(Locale.ROOT);
        String target = to.toLowerCase(Locale.ROOT);
        RestoreTarget.Directories sources = directories(fromPathData, fromPathTxn, "--from-path");
        RestoreTarget.Directories targets = directories(toPathData, toPathTxn, "--to-path");
        if (sources.of(source).equals(targets.of(target))) {
            throw new ParameterException(spec.commandLine(), "A database cannot be copied onto itself");
        }
        if (source.equals("system") || target.equals("system")) {
            throw new ParameterException(spec.commandLine(), "The system database cannot be copied");
        }
        FilesProgress progress = new FilesProgress(context.err(), context.terminal());
        StoreCopy.Outcome outcome = Interruption.during(
                "copy",
                context.err(),
                brokenOff -> new StoreCopy(context.world().get(), progress::reached, brokenOff, context.err()::println)
                        .run(
                                source,
                                sources.of(source),
                                target,
                                targets,
                                force ? RestoreRequest.Existing.REPLACE : RestoreRequest.Existing.REFUSE));
        progress.end();
        print(source, target, outcome);
        return ExitCodes.OK;
    }

    private RestoreTarget.Directories directories(Path data, Path transactions, String option) {
        if (data == null && transactions == null) {
            return Configuration.resolve(context, common).target();
        }
        if (data == null || transactions == null) {
            throw new ParameterException(spec.commandLine(), option + "-data and " + option + "-txn belong together");
        }
        return new RestoreTarget.Directories(data, transactions, null);
    }

    private void print(String source, String target, StoreCopy.Outcome outcome) {
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("from", source);
            document.put("to", target);
            document.put("lastTransactionId", outcome.lastTransactionId());
            document.put("nodes", outcome.nodes());
            document.put("relationships", outcome.relationships());
            document.put("digest", outcome.digest().toString());
            context.out().println(Json.of(document));
            return;
        }
        context.out()
                .println("Database '" + source + "' copied to '" + target + "' at transaction "
                        + outcome.lastTransactionId() + ": " + outcome.nodes() + " nodes, " + outcome.relationships()
                        + " relationships; digest " + outcome.digest() + ".");
        context.out().println("If the cluster does not know it yet, run: CREATE DATABASE `" + target + "`");
    }
}
