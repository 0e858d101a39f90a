package dev.muster.backup.watch;

import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.chain.Expiry;
import dev.muster.backup.chain.FolderChains;
import dev.muster.backup.online.Backup;
import dev.muster.backup.online.BackupReport;
import dev.muster.backup.online.BackupRequest;
import dev.muster.backup.online.BackupVerdict;
import dev.muster.backup.online.DatabaseOutcome;
import dev.muster.backup.online.ProgressListener.Level;
import dev.muster.backup.protocol.Failures;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/**
 * Takes the same backup at fixed intervals until it has run often enough or is stopped. A run that fails is reported and
 * counted, and the next one comes all the same; only a defect ends the watch.
 *
 * <p><b>Lane.</b> One of its own, where its backups run as well. {@link #ended} completes there.
 */
public final class Watch {
    /** Ages in the metrics are brought up to date so often; scrapers come about once a minute. */
    private static final long METRICS_NANOS = 60_000_000_000L;

    private final World world;
    private final BackupRequest request;
    private final WatchPlan plan;
    private final ToIntFunction<BackupVerdict> exitCodes;
    private final WatchListener listener;
    private final Lane lane;
    private final WatchMetrics metrics;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final long firstAtNanos;

    private Backup running;
    private Lane.Timer timer;
    private boolean stopped;
    private int runs;
    private int exitCode;

    private Watch(
            World world,
            BackupRequest request,
            WatchPlan plan,
            ToIntFunction<BackupVerdict> exitCodes,
            WatchListener listener) {
        this.world = world;
        this.request = request;
        this.plan = plan;
        this.exitCodes = exitCodes;
        this.listener = listener;
        this.lane = world.scheduler().newLane("watch");
        this.metrics = new WatchMetrics(plan);
        this.firstAtNanos = world.clock().monotonicNanos();
    }

    /**
     * Starts with a run at once. Throws {@link BackupException} if that one cannot begin (no folder, …): what is wrong from
     * the start is most likely wrong in the command.
     *
     * @param exitCodes the exit code of a run, for the metrics and the end
     */
    public static Watch start(
            World world,
            BackupRequest request,
            WatchPlan plan,
            ToIntFunction<BackupVerdict> exitCodes,
            WatchListener listener) {
        Backup.requireFolder(request, world);
        Watch watch = new Watch(world, request, plan, exitCodes, listener);
        watch.lane.execute(watch::run);
        return watch;
    }

    /** The exit code: 0 if that was every run's, else that of the last run where it was not. Fails only on a defect. */
    public CompletionStage<Integer> ended() {
        return ended;
    }

    /** Ends it: a run under way is broken off, and nothing half-written is left. Completes as {@link #ended}. Any thread. */
    public CompletionStage<Integer> stop() {
        lane.execute(() -> {
            stopped = true;
            if (running != null) {
                running.abort();
            } else {
                end();
            }
        });
        return ended;
    }

    private void run() {
        if (stopped) {
            return;
        }
        runs++;
        long startedAtNanos = world.clock().monotonicNanos();
        try {
            running = Backup.start(request, world, lane, listener);
        } catch (BackupException e) {
            finish(new WatchRun(runs, null, e, List.of(), List.of()), startedAtNanos);
            return;
        }
        running.report().whenComplete((report, defect) -> {
            if (defect != null) {
                ended.completeExceptionally(Failures.root(defect));
            } else {
                finish(lookedAfter(report), startedAtNanos);
            }
        });
    }

    /** The run with what becomes of old chains: of databases that have a new artifact only, so that failures expire nothing. */
    private WatchRun lookedAfter(BackupReport report) {
        List<Artifact> expired = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        if (plan.retention() != null && !stopped) {
            for (DatabaseOutcome outcome : report.databases()) {
                if (outcome.saved()) {
                    expire(outcome.database(), expired, problems);
                }
            }
        }
        return new WatchRun(runs, report, null, expired, problems);
    }

    private void expire(String database, List<Artifact> expired, List<String> problems) {
        try {
            expired.addAll(Expiry.expired(Expiry.run(
                    world.disk(),
                    request.folder(),
                    database,
                    plan.retention(),
                    world.clock().wallMillis())));
        } catch (BackupException | IOException e) {
            problems.add("Old chains of '" + database + "' could not be removed: " + e.getMessage());
        }
    }

    private void finish(WatchRun run, long startedAtNanos) {
        running = null;
        int code = exitCodes.applyAsInt(run.verdict());
        if (code != 0) {
            exitCode = code;
        }
        metrics.ran(
                run,
                code,
                world.clock().wallMillis(),
                world.clock().monotonicNanos() - startedAtNanos,
                recoveryPoints());
        listener.ran(run);
        if (stopped || !plan.goesOnAfter(runs)) {
            end();
        } else {
            waitForNext(startedAtNanos);
        }
    }

    private void waitForNext(long startedAtNanos) {
        long now = world.clock().monotonicNanos();
        long nextNanos = plan.nextNanos(now - firstAtNanos);
        long planned = plan.nextNanos(startedAtNanos - firstAtNanos);
        long nextAtMillis = world.clock().wallMillis() + (nextNanos - (now - firstAtNanos)) / 1_000_000;
        metrics.nextAt(nextAtMillis);
        listener.waiting(nextAtMillis, (nextNanos - planned) / plan.every().toNanos());
        waitUntil(firstAtNanos + nextNanos);
    }

    private void waitUntil(long atNanos) {
        writeMetrics();
        long left = Math.max(0, atNanos - world.clock().monotonicNanos());
        boolean last = plan.metricsFile() == null || left <= METRICS_NANOS;
        timer = lane.schedule(last ? left : METRICS_NANOS, last ? this::run : () -> waitUntil(atNanos));
    }

    private void end() {
        if (timer != null) {
            timer.cancel();
        }
        metrics.nextAt(0);
        writeMetrics();
        ended.complete(exitCode);
    }

    /** What lies in the folder, also from before. A folder that cannot be read keeps the points known so far. */
    private FolderChains recoveryPoints() {
        try {
            return FolderChains.read(world.disk(), request.folder(), null);
        } catch (BackupException | IOException e) {
            listener.log(Level.WARN, "The recovery points cannot be read: " + e.getMessage());
            return null;
        }
    }

    private void writeMetrics() {
        if (plan.metricsFile() == null) {
            return;
        }
        try {
            byte[] text = metrics.text(world.clock().wallMillis()).getBytes(StandardCharsets.UTF_8);
            world.disk().replace(plan.metricsFile(), text);
        } catch (IOException e) {
            listener.log(
                    Level.WARN, "The metrics cannot be written to '" + plan.metricsFile() + "': " + e.getMessage());
        }
    }
}
