package dev.muster.backup.cli;

import dev.muster.backup.restore.ChainSelection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code prepare-restore} of 4.3 and 4.4 (facts C.4): says that there is nothing to prepare, if there is a backup. */
@Command(
        name = "prepare-restore",
        description =
                "Looks whether backups are there; nothing needs to be prepared, since artifacts need no recovery.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE)
final class PrepareRestoreCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--target",
            required = true,
            split = ",",
            paramLabel = "<path>",
            description = "Folders of backups.")
    private List<String> targets;

    @Option(
            names = "--parallel-recovery",
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Accepted; has no effect: artifacts need no recovery.")
    private boolean parallelRecovery;

    PrepareRestoreCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, false, this::run);
    }

    private int run() throws IOException {
        for (String target : targets) {
            Path path = LocalPaths.of("--target", target, "folder");
            int chain =
                    ChainSelection.of(context.world().get().disk(), path, null).size();
            context.out().println("'" + target + "' can be restored as it is: a chain of " + chain + ".");
        }
        return ExitCodes.OK;
    }
}
