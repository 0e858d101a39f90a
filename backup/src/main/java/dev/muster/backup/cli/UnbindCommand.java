package dev.muster.backup.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code server unbind}: takes a server that does not run out of its cluster. */
@Command(
        name = "unbind",
        description = {
            "Takes a server that does not run out of its cluster: at its next start it is a new one.",
            "Its cluster state and its copy of system are kept under other names; the stores of its databases stay, and CREATE",
            "DATABASE takes them up. A cluster that knows its name needs it under another one (muster.server.name)."
        },
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class UnbindCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    UnbindCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        context.out()
                .println("The server is out of its cluster. Its cluster state is kept at "
                        + Configuration.resolve(context, common).binding().unbindServer()
                        + ". Before it joins a cluster that knows it, give it another muster.server.name.");
        return ExitCodes.OK;
    }
}
