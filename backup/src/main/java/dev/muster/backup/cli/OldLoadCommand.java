package dev.muster.backup.cli;

import dev.muster.backup.offline.Load;
import dev.muster.backup.restore.RestoreRequest;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load}, as it is called in 4.x (facts C.4). */
@Command(
        name = "load",
        description = "Loads a database from a dump: the 4.x form of 'database load'.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class OldLoadCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--database",
            paramLabel = "<database>",
            defaultValue = "neo4j",
            description = "Name of the database. Default: ${DEFAULT-VALUE}.")
    private String database;

    @Option(
            names = "--from",
            required = true,
            paramLabel = "<file|->",
            description = "The dump, or - for standard input.")
    private String from;

    @Option(
            names = "--force",
            description = "Replaces an existing store, once the new one is whole; only while no server runs on the"
                    + " directory.")
    private boolean force;

    @Option(names = "--info", description = "Only prints what the dump is.")
    private boolean info;

    OldLoadCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        ServerDirectories server = Configuration.resolve(context, common);
        LoadRun run = new LoadRun(context, common, false);
        List<String> databases = List.of(database.toLowerCase(Locale.ROOT));
        LoadRun.Sources sources = name -> from.equals("-")
                ? new Load.Source.Stream(context.in())
                : new Load.Source.File(LocalPaths.of("--from", from, "file"));
        return info
                ? run.info(server, databases, sources)
                : run.load(
                        server,
                        databases,
                        sources,
                        force ? RestoreRequest.Existing.REPLACE : RestoreRequest.Existing.REFUSE,
                        null);
    }
}
