package dev.muster.backup.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dbms unbind-system-db}: has system begin anew on this server, when its majority is lost. */
@Command(
        name = "unbind-system-db",
        description = {
            "When most of the servers that have system are lost for good: has it begin anew at the next start of this server,",
            "with what this server has of it, and with this server alone. The server must not run. Servers that are left and do",
            "not get this need 'server unbind', and join."
        },
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class UnbindSystemCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    UnbindSystemCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        Configuration.resolve(context, common).binding().unbindSystem();
        context.out()
                .println(
                        "At its next start this server begins 'system' anew, alone, with what it has of it. Never start others of"
                                + " its former cluster again without 'server unbind'.");
        return ExitCodes.OK;
    }
}
