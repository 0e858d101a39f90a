package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code server get-id}: the id by which Cypher's server commands know this server. */
@Command(
        name = "get-id",
        description =
                "Prints the id of this server, as SHOW SERVERS and ENABLE SERVER have it. The server need not run.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class GetIdCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Option(names = "--json", description = "Prints JSON on stdout, and nothing else there.")
    private boolean json;

    GetIdCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, json, this::run);
    }

    private int run() {
        String id = Configuration.resolve(context, common).serverId().get();
        if (id == null) {
            throw BackupError.NOT_STARTED_YET.with();
        }
        context.out().println(json ? Json.of(Map.of("serverId", id)) : id);
        return ExitCodes.OK;
    }
}
