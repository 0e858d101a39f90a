package dev.muster.backup.cli;

import dev.muster.backup.offline.Dump;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dump}, as it is called in 4.x (facts C.4). */
@Command(
        name = "dump",
        description = "Dumps a database that is stopped on this server: the 4.x form of 'database dump'.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class OldDumpCommand implements Callable<Integer> {
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
            names = "--to",
            required = true,
            paramLabel = "<file|folder|->",
            description = "A file that is not there yet, a folder for <database>.dump, or - for standard output.")
    private String to;

    OldDumpCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        ServerDirectories server = Configuration.resolve(context, common);
        List<String> databases = DumpRun.databases(context, server, database);
        DumpRun run = new DumpRun(context, common, false);
        if (to.equals("-")) {
            return run.run(server, databases, name -> new Dump.Target.Stream(new PipedOutput(context.out())));
        }
        Disk disk = context.world().get().disk();
        Path path = LocalPaths.of("--to", to, "file or folder");
        boolean folder = disk.isDirectory(path);
        return run.run(
                server,
                databases,
                name -> new Dump.Target.File(folder ? path.resolve(name + Dump.SUFFIX) : path, Dump.Existing.REFUSE));
    }
}
