package dev.muster.backup.cli;

import dev.muster.backup.offline.Load;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code database load}: a dump becomes a database (facts B.4). */
@Command(
        name = "load",
        description = "Loads databases from dumps, or from full backups. CREATE DATABASE then makes them known.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class LoadCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Mixin
    private EncryptionOptions encryption;

    @Parameters(paramLabel = "<database>", description = "Name or pattern (* and ?, quoted) of the databases.")
    private String database;

    @ArgGroup(exclusive = true)
    private Where where = new Where();

    /** At most one of them. */
    private static final class Where {
        @Option(
                names = "--from-path",
                paramLabel = "<path>",
                description = "Folder of <database>.dump, or of full backups. Default: as configured (data/dumps).")
        private String fromPath;

        @Option(names = "--from-stdin", description = "Reads the dump from standard input.")
        private boolean fromStdin;
    }

    @Option(
            names = "--overwrite-destination",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Replaces an existing store, once the new one is whole; only while no server runs on the"
                    + " directory. Default: ${DEFAULT-VALUE}.")
    private boolean overwriteDestination;

    @Option(names = "--info", description = "Only prints what the dump is.")
    private boolean info;

    @Option(names = "--json", description = "Prints the outcome as JSON on stdout, and nothing else there.")
    private boolean json;

    LoadCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        ServerDirectories server = Configuration.resolve(context, common);
        LoadRun run = new LoadRun(context, common, json);
        List<String> databases;
        LoadRun.Sources sources;
        if (where.fromStdin) {
            databases = List.of(database.toLowerCase(Locale.ROOT));
            sources = name -> new Load.Source.Stream(context.in());
        } else {
            Disk disk = context.world().get().disk();
            Path folder =
                    where.fromPath == null ? server.dumps() : LocalPaths.of("--from-path", where.fromPath, "folder");
            databases = Load.databases(disk, folder, database);
            sources = name -> new Load.Source.File(Load.archive(disk, folder, name));
        }
        return info
                ? run.info(server, databases, sources)
                : run.load(
                        server,
                        databases,
                        sources,
                        overwriteDestination ? RestoreRequest.Existing.REPLACE : RestoreRequest.Existing.REFUSE,
                        encryption.key());
    }
}
