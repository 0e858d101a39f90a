package dev.muster.backup.online;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.online.ProgressListener.Level;
import dev.muster.backup.protocol.BackupConnection;
import dev.muster.backup.protocol.Failures;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * One run of {@code database backup}: asks the servers, decides what to copy from whom, copies one database after the
 * other, reports. A database that fails never keeps the others from being saved.
 *
 * <p><b>Lane.</b> One of its own or the caller's, where it also writes. {@link #report} completes there.
 */
public final class Backup {
    private final World world;
    private final BackupRequest request;
    private final ProgressListener listener;
    private final Lane lane;
    private final Transfers transfers;
    private final CompletableFuture<BackupReport> report = new CompletableFuture<>();
    private final long startedAtMillis;
    private final long startedAtNanos;

    private Backup(World world, BackupRequest request, Lane lane, ProgressListener listener) {
        this.world = request.access().in(world);
        this.request = request;
        this.listener = listener;
        this.lane = lane;
        this.transfers = new Transfers(this.world, lane, terms(request));
        this.startedAtMillis = world.clock().wallMillis();
        this.startedAtNanos = world.clock().monotonicNanos();
    }

    /** Begins to say what is to be backed up: from these servers ({@code host} or {@code host:port}), tried in this order. */
    public static BackupOrder from(String... servers) {
        return BackupOrder.from(servers);
    }

    /** Starts a run. Throws {@link BackupException} if the request makes no sense (a pattern, the folder). */
    public static Backup start(BackupRequest request, World world, ProgressListener listener) {
        return start(request, world, world.scheduler().newLane("backup"), listener);
    }

    /** The same on a lane that is there already, for whoever runs many: lanes live as long as the world. */
    public static Backup start(BackupRequest request, World world, Lane lane, ProgressListener listener) {
        List<DatabasePattern> patterns =
                request.databases().stream().map(DatabasePattern::parse).toList();
        requireFolder(request, world);
        Backup backup = new Backup(world, request, lane, listener);
        backup.lane.execute(() -> backup.begin(patterns));
        return backup;
    }

    /** Runs to the end on the caller's thread, which must be no lane. */
    public static BackupReport run(BackupRequest request, World world, ProgressListener listener) {
        return start(request, world, listener).await();
    }

    /**
     * The databases that the names and patterns of a request stand for, as the servers tell that answer now. Blocks; not on a lane.
     * Throws {@link BackupException} if no server answers, or none has what is wanted.
     */
    public static List<String> names(BackupRequest request, World world) {
        List<DatabasePattern> patterns =
                request.databases().stream().map(DatabasePattern::parse).toList();
        CompletableFuture<List<ServerAnswer>> asked = new CompletableFuture<>();
        World secured = request.access().in(world);
        Lane lane = world.scheduler().newLane("backup-names");
        lane.execute(() -> ServerSurvey.ask(secured, lane, request.sources(), terms(request))
                .whenComplete((answers, failure) -> asked.complete(answers)));
        BackupPlan plan = BackupPlan.of(patterns, asked.join(), request.resolution());
        plan.missing().stream().findFirst().ifPresent(missing -> {
            throw missing.error().with(missing.wanted());
        });
        return plan.targets().stream().map(BackupPlan.Target::name).toList();
    }

    /** How it ended; fails only on a defect. */
    public CompletionStage<BackupReport> report() {
        return report;
    }

    /** Blocks until it has ended. Not on a lane. */
    public BackupReport await() {
        try {
            return report.join();
        } catch (CompletionException e) {
            if (Failures.root(e) instanceof RuntimeException unexpected) {
                throw unexpected;
            }
            throw e;
        }
    }

    /** Breaks off: what is not sealed is removed, the databases left count as failed. Any thread. */
    public CompletionStage<BackupReport> abort() {
        lane.execute(transfers::abort);
        return report;
    }

    private void begin(List<DatabasePattern> patterns) {
        boolean clusters = request.resolution() == BackupRequest.Resolution.CLUSTER;
        CompletionStage<List<ServerAnswer>> survey = clusters
                ? ServerSurvey.askClusters(world, lane, request.sources(), terms(request))
                : ServerSurvey.ask(world, lane, request.sources(), terms(request));
        survey.thenCompose(answers -> backUp(answers, BackupPlan.of(patterns, answers, request.resolution())))
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        report.completeExceptionally(Failures.root(failure));
                    } else {
                        report.complete(done);
                    }
                });
    }

    private CompletionStage<BackupReport> backUp(List<ServerAnswer> answers, BackupPlan plan) {
        answers.stream()
                .filter(answer -> !answer.answered())
                .forEach(silent -> listener.log(
                        Level.WARN, "Server " + silent.source() + " could not be reached: " + silent.problem()));
        List<DatabaseOutcome> outcomes = new ArrayList<>();
        plan.missing().forEach(missing -> finished(missing(missing, answers), outcomes));
        CompletionStage<Void> done = CompletableFuture.completedFuture(null);
        for (BackupPlan.Target target : plan.targets()) {
            done = done.thenCompose(before -> new DatabaseBackup(world, request, target, transfers, listener)
                    .run()
                    .thenAccept(outcome -> finished(outcome, outcomes)));
        }
        return done.thenApply(all -> new BackupReport(answers, outcomes, startedAtMillis, tookMillis()));
    }

    private void finished(DatabaseOutcome outcome, List<DatabaseOutcome> outcomes) {
        if (!outcome.saved()) {
            listener.log(Level.ERROR, "Backup of database '" + outcome.database() + "' failed: " + outcome.reason());
        }
        outcomes.add(outcome);
        listener.finished(outcome);
    }

    private static DatabaseOutcome missing(BackupPlan.Missing missing, List<ServerAnswer> answers) {
        List<SourceOutcome> sources = answers.stream()
                .map(answer -> new SourceOutcome(
                        answer.source().toString(),
                        answer.name(),
                        answer.answered() ? SourceOutcome.State.NOT_HOSTED : SourceOutcome.State.UNREACHABLE,
                        answer.problem()))
                .toList();
        return new DatabaseOutcome(
                missing.wanted(),
                null,
                DatabaseOutcome.State.FAILED,
                null,
                missing.error(),
                missing.error().text(missing.wanted()),
                missing.error().hint(),
                sources,
                0);
    }

    private long tookMillis() {
        return (world.clock().monotonicNanos() - startedAtNanos) / 1_000_000;
    }

    /** Throws {@link BackupException} if the folder for the artifacts is missing. */
    public static void requireFolder(BackupRequest request, World world) {
        try {
            if (!world.disk().isDirectory(request.folder())) {
                throw BackupError.FOLDER_MISSING.with(request.folder());
            }
        } catch (IOException e) {
            throw BackupError.TARGET_FAILED.because(e, request.folder(), e.getMessage());
        }
    }

    private static BackupConnection.Terms terms(BackupRequest request) {
        return new BackupConnection.Terms(
                request.answerTimeoutMillis(),
                request.inactivityTimeoutMillis(),
                request.access().token());
    }
}
