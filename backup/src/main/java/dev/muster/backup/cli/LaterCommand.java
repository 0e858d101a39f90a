package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/** A command that has its place and is not there yet: says so, whatever its options, and fails. */
@Command(exitCodeOnInvalidInput = ExitCodes.USAGE, description = "Not supported yet.")
final class LaterCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;
    private final String name;
    private final String what;

    @Mixin
    private CommonOptions common;

    @Unmatched
    private List<String> ignored;

    LaterCommand(AdminCommandLine.Context context, String name, String what) {
        this.context = context;
        this.name = name;
        this.what = what;
    }

    @Override
    public Integer call() {
        return Guard.run(context, common.verbose, ignored != null && ignored.contains(ErrorJson.OPTION), () -> {
            throw BackupError.NOT_SUPPORTED.with("'" + name + "' (" + what + ")");
        });
    }
}
