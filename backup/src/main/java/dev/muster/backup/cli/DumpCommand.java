package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.offline.Dump;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code database dump}: a stopped database becomes one file (facts B.4). */
@Command(
        name = "dump",
        description = "Dumps databases that are stopped on this server, each into <database>.dump.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class DumpCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "<database>", description = "Name or pattern (* and ?, quoted) of the databases.")
    private String database;

    @ArgGroup(exclusive = true)
    private Where where = new Where();

    /** At most one of them. */
    private static final class Where {
        @Option(
                names = "--to-path",
                paramLabel = "<path>",
                description = "Folder of the dumps; must exist. Default: as configured (data/dumps).")
        private String toPath;

        @Option(names = "--to-stdout", description = "Writes the dump to standard output, and nothing else there.")
        private boolean toStdout;
    }

    @Option(
            names = "--overwrite-destination",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            defaultValue = "false",
            description = "Replaces a dump that is there once the new one is whole. Default: ${DEFAULT-VALUE}.")
    private boolean overwriteDestination;

    @Option(names = "--json", description = "Prints the outcome as JSON on stdout, and nothing else there.")
    private boolean json;

    DumpCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() throws IOException {
        if (where.toStdout && json) {
            throw new ParameterException(spec.commandLine(), "--json and --to-stdout exclude each other");
        }
        ServerDirectories server = Configuration.resolve(context, common);
        List<String> databases = DumpRun.databases(context, server, database);
        DumpRun run = new DumpRun(context, common, json);
        if (where.toStdout) {
            if (databases.size() > 1) {
                throw new ParameterException(
                        spec.commandLine(), "Only one database fits into --to-stdout, not " + databases);
            }
            return run.run(server, databases, name -> new Dump.Target.Stream(new PipedOutput(context.out())));
        }
        Path folder = folder(server);
        Dump.Existing existing = overwriteDestination ? Dump.Existing.REPLACE : Dump.Existing.REFUSE;
        return run.run(server, databases, name -> new Dump.Target.File(folder.resolve(name + Dump.SUFFIX), existing));
    }

    private Path folder(ServerDirectories server) throws IOException {
        Disk disk = context.world().get().disk();
        if (where.toPath == null) {
            disk.createDirectories(server.dumps());
            return server.dumps();
        }
        Path folder = LocalPaths.of("--to-path", where.toPath, "folder");
        if (!disk.isDirectory(folder)) {
            throw BackupError.FOLDER_MISSING.with(folder);
        }
        return folder;
    }
}
