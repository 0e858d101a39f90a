package dev.muster.backup.online;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactName;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.artifact.Chains;
import dev.muster.backup.artifact.FolderLock;
import dev.muster.backup.online.ProgressListener.Level;
import dev.muster.backup.protocol.TransferFailed;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The backup of one database: lock, what was left unfinished, parent, each source in order, differential before full. First
 * only of sources that show that they have everything that was acknowledged; if there is none, of the newest that cannot, and the
 * outcome says so. Ends with an outcome, never with a failure.
 *
 * <p><b>Lane.</b> The backup's.
 */
final class DatabaseBackup {
    /** Short beside what a backup takes, long beside what a question costs the server. */
    private static final long BUSY_PAUSE_NANOS = 5_000_000_000L;

    private final World world;
    private final BackupRequest request;
    private final BackupPlan.Target target;
    private final Transfers transfers;
    private final ProgressListener listener;
    private final List<Attempt> attempts = new ArrayList<>();
    private final long startedAtNanos;
    private Unfinished unfinished;
    /** Why no source could show that it has everything that was acknowledged; empty as long as one may. */
    private String doubt = "";

    DatabaseBackup(
            World world,
            BackupRequest request,
            BackupPlan.Target target,
            Transfers transfers,
            ProgressListener listener) {
        this.world = world;
        this.request = request;
        this.target = target;
        this.transfers = transfers;
        this.listener = listener;
        this.startedAtNanos = world.clock().monotonicNanos();
    }

    CompletionStage<DatabaseOutcome> run() {
        log(
                Level.INFO,
                "Starting backup of database '" + target.name() + "' from servers: " + addresses(target.candidates()));
        if (target.sources().isEmpty()) {
            return CompletableFuture.completedFuture(failed(BackupError.NOT_AVAILABLE, target.name(), statuses()));
        }
        FolderLock lock;
        try {
            lock = FolderLock.take(world.disk(), request.folder(), target.name());
        } catch (BackupException e) {
            return CompletableFuture.completedFuture(failed(e));
        } catch (IOException e) {
            return CompletableFuture.completedFuture(
                    failed(BackupError.TARGET_FAILED, request.folder(), e.getMessage()));
        }
        return locked(lock).thenApply(outcome -> {
            forgetUnfinished();
            release(lock);
            return outcome;
        });
    }

    private CompletionStage<DatabaseOutcome> locked(FolderLock lock) {
        try {
            unfinished = new Unfinished(world, request, lock, listener);
            log(Level.INFO, "Start backup of database '" + target.name() + "'.");
            if (request.type() == BackupType.FULL) {
                warnOfClearText();
                return full(target.sources()).thenCompose(outcome -> orWithDoubt(outcome, this::full));
            }
            return afterParent(Chains.read(world.disk(), request.folder()));
        } catch (IOException e) {
            return CompletableFuture.completedFuture(
                    failed(BackupError.TARGET_FAILED, request.folder(), e.getMessage()));
        }
    }

    private CompletionStage<DatabaseOutcome> afterParent(Chains chains) {
        chains.unreadable().forEach(file -> log(Level.WARN, "Ignoring '" + file.file() + "': " + file.reason()));
        Artifact parent;
        try {
            parent = chains.parent(target.databaseId(), request.parentRule());
            requireSameKey(parent);
        } catch (BackupException impossible) {
            if (request.type() == BackupType.DIFF || impossible.error() == BackupError.KEY_MISSING) {
                return CompletableFuture.completedFuture(failed(impossible));
            }
            if (impossible.error() != BackupError.NO_FULL_IN_FOLDER) {
                logFallback(impossible.getMessage());
            }
            return full(target.sources()).thenCompose(outcome -> orWithDoubt(outcome, this::full));
        }
        return differential(target.sources(), parent)
                .thenCompose(outcome -> orWithDoubt(outcome, sources -> differential(sources, parent)));
    }

    /** Better than nothing: what a source has of which nobody says that it is everything; the newest first. */
    private CompletionStage<DatabaseOutcome> orWithDoubt(
            DatabaseOutcome outcome, Function<List<BackupPlan.Candidate>, CompletionStage<DatabaseOutcome>> again) {
        List<Attempt> doubtful =
                attempts.stream().filter(Attempt::foundNotCurrent).toList();
        if (doubtful.isEmpty()
                || transfers.aborted()
                || attempts.get(attempts.size() - 1).isFinal()) {
            return CompletableFuture.completedFuture(outcome);
        }
        doubt = reasons(doubtful);
        log(
                Level.WARN,
                "No server showed that it has everything of database '" + target.name() + "' that was acknowledged: "
                        + doubt + ". Taking what there is.");
        return again.apply(doubtful.stream()
                .map(Attempt::candidate)
                .distinct()
                .sorted(Comparator.comparing(BackupPlan.Candidate::lastTransactionId)
                        .reversed())
                .toList());
    }

    /** A full may leave encryption behind, but not unnoticed; it looks at one file, since a full needs none. */
    private void warnOfClearText() throws IOException {
        String newest = world.disk().list(request.folder()).stream()
                .filter(name -> ArtifactName.isOf(name, target.name()))
                .max(Comparator.naturalOrder())
                .orElse(null);
        if (newest == null || request.key() != null) {
            return;
        }
        try {
            if (ArtifactReader.describe(world.disk(), request.folder().resolve(newest))
                            .keyId()
                    != null) {
                log(
                        Level.WARN,
                        "This backup of database '" + target.name() + "' is not encrypted, and '" + newest + "' is.");
            }
        } catch (BackupException damaged) {
            log(Level.WARN, "Ignoring '" + newest + "': " + damaged.getMessage());
        }
    }

    private void requireSameKey(Artifact parent) {
        BackupException refusal = ChainKey.refusal(parent, request.key(), request.folder());
        if (refusal != null) {
            throw refusal;
        }
    }

    private CompletionStage<DatabaseOutcome> differential(List<BackupPlan.Candidate> sources, Artifact parent) {
        return tryEach(sources, parent).thenCompose(last -> {
            if (last.isFinal() || transfers.aborted()) {
                return CompletableFuture.completedFuture(outcome());
            }
            List<BackupPlan.Candidate> left = leftForFull(sources);
            if (request.type() == BackupType.DIFF || left.isEmpty()) {
                return CompletableFuture.completedFuture(outcome());
            }
            logFallback(reasons(attempts));
            return full(left);
        });
    }

    /** Those that lag come last: a full from them would end before the parent does. */
    private List<BackupPlan.Candidate> leftForFull(List<BackupPlan.Candidate> sources) {
        return attempts.stream()
                .filter(attempt -> attempt.leavesFullPossible() && sources.contains(attempt.candidate()))
                .sorted(Comparator.comparing(
                        (Attempt attempt) -> attempt.failure().reason() == TransferFailed.Reason.BEHIND))
                .map(Attempt::candidate)
                .toList();
    }

    private CompletionStage<DatabaseOutcome> full(List<BackupPlan.Candidate> sources) {
        try {
            String doubt = RoomForFull.doubt(world.disk(), request.folder(), target.name());
            if (doubt != null) {
                log(Level.WARN, doubt);
            }
        } catch (IOException e) {
            return CompletableFuture.completedFuture(
                    failed(BackupError.TARGET_FAILED, request.folder(), e.getMessage()));
        }
        return tryEach(sources, null).thenApply(last -> outcome());
    }

    /**
     * Tries one after the other until an attempt is final; completes with the last attempt. If none delivered, those that
     * were busy are asked again, for as long as a server may be silent.
     */
    private CompletionStage<Attempt> tryEach(List<BackupPlan.Candidate> sources, Artifact parent) {
        return tryOnce(sources, parent).thenCompose(last -> {
            List<BackupPlan.Candidate> busy = busy();
            if (last.isFinal() || busy.isEmpty() || transfers.aborted() || patienceIsOver()) {
                return CompletableFuture.completedFuture(last);
            }
            log(
                    Level.INFO,
                    "Waiting for " + addresses(busy) + " to have room for the backup of database '" + target.name()
                            + "'.");
            attempts.removeIf(Attempt::foundBusy);
            return transfers.pause(BUSY_PAUSE_NANOS).thenCompose(waited -> tryEach(busy, parent));
        });
    }

    private List<BackupPlan.Candidate> busy() {
        return attempts.stream()
                .filter(Attempt::foundBusy)
                .map(Attempt::candidate)
                .toList();
    }

    private boolean patienceIsOver() {
        return tookMillis() >= request.inactivityTimeoutMillis();
    }

    private CompletionStage<Attempt> tryOnce(List<BackupPlan.Candidate> sources, Artifact parent) {
        return attempt(sources.get(0), parent).thenCompose(attempt -> {
            attempts.add(attempt);
            if (attempt.isFinal() || sources.size() == 1 || transfers.aborted()) {
                return CompletableFuture.completedFuture(attempt);
            }
            return tryOnce(sources.subList(1, sources.size()), parent);
        });
    }

    private CompletionStage<Attempt> attempt(BackupPlan.Candidate candidate, Artifact parent) {
        return new SourceAttempt(
                        world,
                        request,
                        target,
                        candidate,
                        parent,
                        unfinished,
                        transfers,
                        listener,
                        startedAtNanos,
                        doubt.isEmpty())
                .run();
    }

    /** What became of it, from the attempts made. */
    private DatabaseOutcome outcome() {
        Attempt last = attempts.get(attempts.size() - 1);
        if (!last.saved()) {
            if (transfers.aborted()) {
                return failed(BackupError.INTERRUPTED, target.name());
            }
            return last.isFinal()
                    ? failed(
                            BackupError.TARGET_FAILED,
                            request.folder(),
                            last.failure().getMessage())
                    : failed(BackupError.ALL_SOURCES_FAILED, target.name(), reasons(attempts));
        }
        List<SourceOutcome> sources = sources();
        String problems = sources.stream()
                .filter(source -> source.state() == SourceOutcome.State.FAILED)
                .map(source -> source.source() + " failed: " + source.reason())
                .collect(Collectors.joining("; "));
        return new DatabaseOutcome(
                target.name(),
                target.databaseId(),
                savedState(problems),
                last.artifact(),
                null,
                Stream.of(doubt.isEmpty() ? "" : "nobody showed that this is the newest: " + doubt, problems)
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining("; ")),
                "",
                sources,
                tookMillis());
    }

    private DatabaseOutcome.State savedState(String problems) {
        if (!doubt.isEmpty()) {
            return DatabaseOutcome.State.SAVED_UNCONFIRMED;
        }
        return problems.isEmpty() ? DatabaseOutcome.State.SAVED : DatabaseOutcome.State.SAVED_WITH_PROBLEMS;
    }

    private DatabaseOutcome failed(BackupError error, Object... arguments) {
        return failed(error.with(arguments));
    }

    private DatabaseOutcome failed(BackupException failure) {
        return new DatabaseOutcome(
                target.name(),
                target.databaseId(),
                DatabaseOutcome.State.FAILED,
                null,
                failure.error(),
                failure.getMessage(),
                failure.error().hint(),
                sources(),
                tookMillis());
    }

    /** Every listed server: its last attempt, or what was known before. */
    private List<SourceOutcome> sources() {
        return target.candidates().stream()
                .map(candidate -> attempts.stream()
                        .filter(attempt -> attempt.candidate().equals(candidate))
                        .reduce((earlier, later) -> later)
                        .map(Attempt::outcome)
                        .orElseGet(candidate::outcome))
                .toList();
    }

    private static String reasons(List<Attempt> of) {
        return of.stream()
                .map(attempt ->
                        attempt.candidate().source() + ": " + attempt.failure().getMessage())
                .collect(Collectors.joining("; "));
    }

    private String statuses() {
        return target.candidates().stream()
                .filter(candidate -> candidate.state() == SourceOutcome.State.NOT_AVAILABLE)
                .map(candidate -> (candidate.server().isEmpty() ? candidate.source() : candidate.server()) + " "
                        + candidate.reason())
                .collect(Collectors.joining(", "));
    }

    private void logFallback(String reason) {
        log(Level.WARN, "Differential backup of database '" + target.name() + "' failed. Reason: " + reason);
        log(Level.INFO, "Falling back to full backup of database '" + target.name() + "'.");
    }

    /** What this run could not go on with, the next one cannot either. */
    private void forgetUnfinished() {
        try {
            if (unfinished != null) {
                unfinished.discard();
            }
        } catch (IOException e) {
            log(Level.WARN, "What an interrupted backup left behind could not be removed: " + e.getMessage());
        }
    }

    private void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            log(Level.WARN, "The lock of '" + request.folder() + "' could not be let go: " + e.getMessage());
        }
    }

    private long tookMillis() {
        return (world.clock().monotonicNanos() - startedAtNanos) / 1_000_000;
    }

    private void log(Level level, String text) {
        listener.log(level, text);
    }

    private static String addresses(List<BackupPlan.Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> candidate.source().toString())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
