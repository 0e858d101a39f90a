package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.inspect.Inspection;
import dev.muster.backup.inspect.InspectionTable;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupVerdict;
import dev.muster.backup.online.DatabasePattern;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
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
            "1:a database has none, or a server did not answer or failed in the middle",
            "10 to 19:with --detailed-exit-codes, instead of 1: see there",
            "64:wrong options or parameters",
            "70:a defect"
        })
final class BackupCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 6362;

    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private BackupOptions options;

    BackupCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        ToIntFunction<BackupError> codes =
                options.detailedExitCodes ? error -> BackupVerdict.of(error).exitCode() : error -> ExitCodes.FAILED;
        return Guard.run(context, common.verbose, options.json || "-".equals(options.report), codes, this::run);
    }

    private int run() throws IOException {
        if (options.inspectPath != null) {
            return inspect();
        }
        if (options.remoteAddressResolution) {
            throw BackupError.NOT_SUPPORTED.with("--remote-address-resolution; name the servers with --from");
        }
        BackupRequest request = request();
        Backup backup = Backup.start(request, context.world().get(), console());
        BackupReport report;
        try (Interruption interruption = Interruption.during("backup", backup::abort, context.err())) {
            report = backup.await();
        }
        int exitCode = options.detailedExitCodes ? report.verdict().exitCode() : report.exitCode();
        print(report, exitCode);
        return exitCode;
    }

    private int inspect() throws IOException {
        Inspection inspection = Inspection.of(
                context.world().get().disk(),
                options.inspectPath,
                null,
                Inspection.Scope.ALL,
                Inspection.Empty.INCLUDED);
        context.out().print(InspectionTable.render(inspection.artifacts(), InspectionTable.Form.INSPECT_PATH));
        return InspectCommand.exitCode(inspection, context.err());
    }

    private BackupRequest request() {
        if (options.toPath == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option: '--to-path=<path>' (or '--inspect-path=<path>')");
        }
        return new BackupRequest(
                patterns(),
                sources(),
                LocalPaths.of("--to-path", options.toPath, "folder"),
                options.type,
                options.compress ? BackupRequest.Compression.ZSTD : BackupRequest.Compression.NONE,
                options.keepFailed ? BackupRequest.OnFailure.KEEP : BackupRequest.OnFailure.REMOVE,
                options.preferDiffAsParent ? Chains.ParentRule.NEWEST_DIFFERENTIAL : Chains.ParentRule.NEWEST,
                BackupRequest.ANSWER_TIMEOUT_MILLIS,
                inactivityMillis(),
                ZoneId.systemDefault());
    }

    private List<String> patterns() {
        try {
            options.databases.forEach(name -> DatabasePattern.parse(name.toLowerCase(java.util.Locale.ROOT)));
        } catch (BackupException e) {
            throw usage(e);
        }
        return options.databases;
    }

    private List<SocketAddress> sources() {
        List<SocketAddress> sources = new ArrayList<>();
        for (String text : options.from) {
            try {
                sources.add(SocketAddress.parse(text, "localhost", DEFAULT_PORT));
            } catch (IllegalArgumentException e) {
                throw usage(BackupError.BAD_ADDRESS.because(e, text));
            }
        }
        return sources;
    }

    private ParameterException usage(BackupException wrong) {
        return new ParameterException(
                spec.commandLine(),
                wrong.getMessage() + "\nHINT: " + wrong.error().hint(),
                wrong);
    }

    private long inactivityMillis() {
        if (options.inactivitySeconds != null) {
            if (options.inactivitySeconds < 1) {
                throw new ParameterException(spec.commandLine(), "--inactivity-timeout must be at least 1 second");
            }
            return Math.multiplyExact(options.inactivitySeconds, 1_000L);
        }
        if (common.additionalConfig == null) {
            return BackupRequest.INACTIVITY_TIMEOUT_MILLIS;
        }
        return Configuration.resolve(context, common).inactivityTimeoutMillis();
    }

    private ConsoleProgress console() {
        World world = context.world().get();
        ConsoleProgress.Style style =
                context.terminal() && !common.verbose ? ConsoleProgress.Style.REDRAWN : ConsoleProgress.Style.PLAIN;
        return new ConsoleProgress(context.err(), world.clock(), style);
    }

    private void print(BackupReport report, int exitCode) throws IOException {
        String target = options.json ? "-" : options.report;
        boolean jsonOnStdout = "-".equals(target);
        PrintStream human = jsonOnStdout ? context.err() : context.out();
        human.print(ReportText.of(report, exitCode));
        if (jsonOnStdout) {
            context.out().println(ReportJson.of(report, exitCode));
        } else if (target != null) {
            Path file = Path.of(target).toAbsolutePath();
            context.world()
                    .get()
                    .disk()
                    .replace(file, (ReportJson.of(report, exitCode) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        human.flush();
    }
}
