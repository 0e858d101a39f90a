package dev.muster.backup.watch;

import dev.muster.backup.chain.BackupChain;
import dev.muster.backup.chain.FolderChains;
import dev.muster.backup.online.BackupVerdict;
import dev.muster.backup.online.DatabaseOutcome;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What a watch tells of itself, in Prometheus' text form. Moments are seconds since 1970 (UTC), 0 for never. <b>Lane.</b> The
 * watch's.
 */
final class WatchMetrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MultiGauge recoveryPoint = multi("muster.backup.recovery.point.timestamp")
            .baseUnit("seconds")
            .description("Up to when the newest chain in the folder restores the database")
            .register(registry);
    private final MultiGauge recoveryPointAge = multi("muster.backup.recovery.point.age")
            .baseUnit("seconds")
            .description("How old that was when this was written")
            .register(registry);
    private final MultiGauge saved = multi("muster.backup.database.saved")
            .description("1 if the last run made a new artifact of the database")
            .register(registry);
    private final Map<String, Long> recoveryPoints = new TreeMap<>();
    private int runs;
    private int failedRuns;
    private int lastExitCode;
    private double lastRun;
    private double lastSuccess;
    private double lastDuration;
    private double nextRun;

    WatchMetrics(WatchPlan plan) {
        FunctionCounter.builder("muster.backup.watch.runs", this, metrics -> metrics.runs)
                .description("Runs that have ended")
                .register(registry);
        FunctionCounter.builder("muster.backup.watch.failed.runs", this, metrics -> metrics.failedRuns)
                .description("Runs that ended with another exit code than 0")
                .register(registry);
        Gauge.builder("muster.backup.watch.last.exit.code", this, metrics -> metrics.lastExitCode)
                .description("The exit code that the last run would have had alone")
                .register(registry);
        seconds("muster.backup.watch.last.run.timestamp", "When the last run ended", metrics -> metrics.lastRun);
        seconds(
                "muster.backup.watch.last.success.timestamp",
                "When the last run ended that had exit code 0",
                metrics -> metrics.lastSuccess);
        seconds("muster.backup.watch.last.duration", "How long the last run took", metrics -> metrics.lastDuration);
        seconds(
                "muster.backup.watch.next.run.timestamp",
                "When the next run begins; 0 if there is none",
                metrics -> metrics.nextRun);
        seconds(
                "muster.backup.watch.interval",
                "From one run to the next",
                metrics -> plan.every().toSeconds());
    }

    private static MultiGauge.Builder multi(String name) {
        return MultiGauge.builder(name);
    }

    private void seconds(String name, String description, ToDoubleFunction<WatchMetrics> value) {
        Gauge.builder(name, this, value)
                .baseUnit("seconds")
                .description(description)
                .register(registry);
    }

    /** A run has ended; {@code folder} is what lies there now, null if that is not known. */
    void ran(WatchRun run, int exitCode, long nowMillis, long tookNanos, FolderChains folder) {
        runs++;
        lastExitCode = exitCode;
        lastRun = nowMillis / 1_000.0;
        lastDuration = tookNanos / 1e9;
        if (run.verdict() == BackupVerdict.ALL_SAVED) {
            lastSuccess = lastRun;
        } else {
            failedRuns++;
        }
        List<DatabaseOutcome> outcomes =
                run.report() == null ? List.of() : run.report().databases();
        saved.register(
                outcomes.stream()
                        .map(outcome -> MultiGauge.Row.of(database(outcome.database()), outcome.saved() ? 1 : 0))
                        .toList(),
                true);
        if (folder != null) {
            recoveryPoints.clear();
            for (BackupChain chain : folder.chains()) {
                recoveryPoints.merge(chain.databaseName(), chain.recoveryPointMillis(), Math::max);
            }
        }
    }

    /** When the next run begins (UTC milliseconds), 0 if there is none. */
    void nextAt(long millis) {
        nextRun = millis / 1_000.0;
    }

    String text(long nowMillis) {
        recoveryPoint.register(rows(millis -> millis / 1_000.0), true);
        recoveryPointAge.register(rows(millis -> Math.max(0, nowMillis - millis) / 1_000.0), true);
        return registry.scrape();
    }

    private List<MultiGauge.Row<?>> rows(ToDoubleFunction<Long> value) {
        return recoveryPoints.entrySet().stream()
                .<MultiGauge.Row<?>>map(
                        point -> MultiGauge.Row.of(database(point.getKey()), value.applyAsDouble(point.getValue())))
                .toList();
    }

    private static Tags database(String name) {
        return Tags.of("database", name);
    }
}
