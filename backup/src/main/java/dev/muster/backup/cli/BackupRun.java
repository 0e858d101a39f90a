package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.Locations;
import dev.muster.backup.artifact.Chains;
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
import java.util.Locale;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What {@code database backup} and {@code backup watch} share: from options to a request, and from a report to what is printed. */
final class BackupRun {
    private static final int DEFAULT_PORT = 6362;

    private final AdminCommandLine.Context context;
    private final CommandSpec spec;
    private final CommonOptions common;
    private final BackupOptions options;
    private final EncryptionOptions encryption;

    BackupRun(
            AdminCommandLine.Context context,
            CommandSpec spec,
            CommonOptions common,
            BackupOptions options,
            EncryptionOptions encryption) {
        this.context = context;
        this.spec = spec;
        this.common = common;
        this.options = options;
        this.encryption = encryption;
    }

    /** Runs a command's body as {@link Guard} does, with the exit codes that were asked for. */
    int guarded(Guard.Body body) {
        ToIntFunction<BackupError> codes = error -> exitCode(BackupVerdict.of(error));
        return Guard.run(context, common.verbose, jsonOnStdout(), codes, body);
    }

    /** The exit code that stands for it: of the table if {@code --detailed-exit-codes} was given, else 0 or 1. */
    int exitCode(BackupVerdict verdict) {
        if (options.detailedExitCodes) {
            return verdict.exitCode();
        }
        return verdict == BackupVerdict.ALL_SAVED ? ExitCodes.OK : ExitCodes.FAILED;
    }

    /** Throws {@link ParameterException} on options that make no sense. */
    BackupRequest request() {
        if (options.toPath == null) {
            throw new ParameterException(
                    spec.commandLine(), "Missing required option: '--to-path=<path>' (or '--inspect-path=<path>')");
        }
        Path folder = Locations.of(options.toPath);
        if (options.keepFailed && Locations.isObject(folder)) {
            throw BackupError.NOT_INTO_OBJECTS.with("--keep-failed", folder);
        }
        List<String> patterns = patterns();
        List<SocketAddress> sources = sources();
        ServerDirectories configured = Configuration.resolve(context, common);
        return new BackupRequest(
                patterns,
                sources,
                folder,
                options.type,
                options.compress ? BackupRequest.Compression.ZSTD : BackupRequest.Compression.NONE,
                options.keepFailed ? BackupRequest.OnFailure.KEEP : BackupRequest.OnFailure.REMOVE,
                options.preferDiffAsParent ? Chains.ParentRule.NEWEST_DIFFERENTIAL : Chains.ParentRule.NEWEST,
                BackupRequest.ANSWER_TIMEOUT_MILLIS,
                inactivityMillis(configured),
                ZoneId.systemDefault(),
                encryption.key(),
                options.remoteAddressResolution ? BackupRequest.Resolution.CLUSTER : BackupRequest.Resolution.NONE,
                configured.access().get(),
                options.includeMetadata);
    }

    private List<String> patterns() {
        try {
            options.databases.forEach(name -> DatabasePattern.parse(name.toLowerCase(Locale.ROOT)));
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

    private long inactivityMillis(ServerDirectories configured) {
        if (options.inactivitySeconds != null) {
            if (options.inactivitySeconds < 1) {
                throw new ParameterException(spec.commandLine(), "--inactivity-timeout must be at least 1 second");
            }
            return Math.multiplyExact(options.inactivitySeconds, 1_000L);
        }
        return configured.inactivityTimeoutMillis();
    }

    /** Shows on stderr how it goes. */
    ConsoleProgress console() {
        World world = context.world().get();
        ConsoleProgress.Style style =
                context.terminal() && !common.verbose ? ConsoleProgress.Style.REDRAWN : ConsoleProgress.Style.PLAIN;
        return new ConsoleProgress(context.err(), world.clock(), style);
    }

    private boolean jsonOnStdout() {
        return options.json || "-".equals(options.report);
    }

    /** Where people read: stdout, unless a program reads there. */
    PrintStream human() {
        return jsonOnStdout() ? context.err() : context.out();
    }

    /** Prints the report, and writes it where {@code --report} says. */
    void print(BackupReport report, int exitCode) throws IOException {
        human().print(ReportText.of(report, exitCode));
        if (jsonOnStdout()) {
            context.out().println(ReportJson.of(report, exitCode));
        } else if (options.report != null) {
            Path file = Path.of(options.report).toAbsolutePath();
            context.world()
                    .get()
                    .disk()
                    .replace(file, (ReportJson.of(report, exitCode) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        human().flush();
    }
}
