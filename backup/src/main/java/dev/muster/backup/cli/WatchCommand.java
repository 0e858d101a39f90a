package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.protocol.Failures;
import dev.muster.backup.watch.Watch;
import dev.muster.backup.watch.WatchListener;
import dev.muster.backup.watch.WatchPlan;
import dev.muster.backup.watch.WatchRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code backup watch}: the same backup again and again. */
@Command(
        name = "watch",
        description =
                "Takes a backup now and then at fixed intervals, with the options of 'database backup', until it is"
                        + " stopped (Ctrl-C, SIGTERM) or has run often enough. A run that fails does not end it.",
        exitCodeOnInvalidInput = ExitCodes.USAGE,
        exitCodeOnExecutionException = ExitCodes.SOFTWARE,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:every run had exit code 0",
            "other:that of the last run where it was another, see 'database backup'",
            "64:wrong options or parameters",
            "70:a defect"
        })
final class WatchCommand implements Callable<Integer> {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(s|m|h|d)");

    private final AdminCommandLine.Context context;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Mixin
    private BackupOptions options;

    @Mixin
    private EncryptionOptions encryption;

    @Mixin
    private RetentionOptions keep;

    @Option(
            names = "--every",
            paramLabel = "<duration>",
            required = true,
            converter = DurationConverter.class,
            description = "From the beginning of a run to that of the next: a number and s, m, h or d. If a run takes"
                    + " longer, the moments that passed are left out.")
    private Duration every;

    @Option(names = "--runs", paramLabel = "N", description = "Ends after N runs. Default: never.")
    private Integer runs;

    @Option(
            names = "--metrics-file",
            paramLabel = "<file>",
            description =
                    "Keeps metrics in Prometheus' text form there, for a node exporter's textfile collector: replaced"
                            + " after each run and once a minute.")
    private Path metricsFile;

    WatchCommand(AdminCommandLine.Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        BackupRun run = new BackupRun(context, spec, common, options, encryption);
        return run.guarded(() -> watch(run));
    }

    private int watch(BackupRun run) {
        if (options.inspectPath != null) {
            throw new ParameterException(spec.commandLine(), "--inspect-path takes no backup; leave it out");
        }
        if (runs != null && runs < 1) {
            throw new ParameterException(spec.commandLine(), "--runs must be at least 1");
        }
        BackupRequest request = run.request();
        WatchPlan plan = new WatchPlan(
                every,
                runs == null ? 0 : runs,
                keep.retention(spec.commandLine()),
                metricsFile == null ? null : metrics());
        Watch watch = Watch.start(context.world().get(), request, plan, run::exitCode, new Console(run, run.console()));
        try (Interruption interruption = Interruption.during("watch", watch::stop, context.err())) {
            return watch.ended().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw Failures.root(e) instanceof RuntimeException defect ? defect : e;
        }
    }

    private Path metrics() {
        Path file = metricsFile.toAbsolutePath();
        try {
            if (!context.world().get().disk().isDirectory(file.getParent())) {
                throw BackupError.REPORT_FAILED.with(metricsFile, "there is no such folder");
            }
        } catch (IOException e) {
            throw BackupError.REPORT_FAILED.because(e, metricsFile, e.getMessage());
        }
        return file;
    }

    /** Tells of each run what {@code database backup} would, and when the next one is. */
    private final class Console implements WatchListener {
        private final BackupRun run;
        private final ConsoleProgress progress;

        Console(BackupRun run, ConsoleProgress progress) {
            this.run = run;
            this.progress = progress;
        }

        @Override
        public void log(Level level, String text) {
            progress.log(level, text);
        }

        @Override
        public void progress(Progress some) {
            progress.progress(some);
        }

        @Override
        public void finished(DatabaseOutcome outcome) {
            progress.finished(outcome);
        }

        @Override
        public void ran(WatchRun ran) {
            if (ran.failure() != null) {
                BackupException failure = ran.failure();
                Guard.tell(
                        context,
                        common.verbose,
                        failure,
                        failure.getMessage(),
                        failure.error().hint());
            } else {
                print(ran);
            }
            for (Artifact artifact : ran.expired()) {
                log(Level.INFO, "Removed '" + artifact.fileName() + "', whose chain is not kept any longer.");
            }
            ran.problems().forEach(problem -> log(Level.ERROR, problem));
        }

        private void print(WatchRun ran) {
            try {
                run.print(ran.report(), run.exitCode(ran.report().verdict()));
            } catch (IOException e) {
                log(Level.ERROR, "The report cannot be written to '" + options.report + "': " + e.getMessage());
            }
        }

        @Override
        public void waiting(long nextAtMillis, long missed) {
            if (missed > 0) {
                log(
                        Level.WARN,
                        "The run took longer than the interval: " + missed + (missed == 1 ? " run is" : " runs are")
                                + " left out.");
            }
            context.err().println("Next run: " + ChainText.time(nextAtMillis) + " UTC");
        }
    }

    /** {@code 90s}, {@code 15m}, {@code 1h}, {@code 7d}. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String value) {
            Matcher matcher = DURATION.matcher(value);
            if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
                throw new TypeConversionException("'" + value + "' is no duration such as 90s, 15m, 1h or 7d");
            }
            long number = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }
    }
}
