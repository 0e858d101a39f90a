package dev.muster.backup.cli;

import dev.muster.backup.inspect.Inspection;
import dev.muster.backup.inspect.InspectionTable;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code database backup}: online backup of databases from one or several servers. */
@Command(
        name = "backup",
        description = "Backs up running databases from one or several servers.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every database has a new artifact and every server answered",
            "1:a database has none, or perhaps not the newest, or a server did not answer or failed in the middle",
            "10 to 21:with --detailed-exit-codes, instead of 1: see there",
            "64:wrong options or parameters",
            "70:a defect"
        })
final class BackupCommand implements Callable<Integer> {
    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private EncryptionOptions encryption;

    @Mixin
    private BackupOptions options;

    BackupCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        BackupRun run = new BackupRun(context, spec, common, options, encryption);
        return run.guarded(() -> options.inspectPath == null ? backUp(run) : inspect());
    }

    private int backUp(BackupRun run) throws IOException {
        Backup backup = Backup.start(run.request(), context.world().get(), run.console());
        BackupReport report;
        try (Interruption interruption = Interruption.during("backup", backup::abort, context.err())) {
            report = backup.await();
        }
        int exitCode = run.exitCode(report.verdict());
        run.print(report, exitCode);
        return exitCode;
    }

    private int inspect() throws IOException {
        Inspection inspection = Inspection.of(
                context.world().get().disk(),
                options.inspectPath,
                null,
                Inspection.Scope.ALL,
                Inspection.Empty.INCLUDED);
        inspection = InspectCommand.authenticated(context, inspection, encryption);
        context.out().print(InspectionTable.render(inspection.artifacts(), InspectionTable.Form.INSPECT_PATH));
        return InspectCommand.exitCode(inspection, context.err());
    }
}
