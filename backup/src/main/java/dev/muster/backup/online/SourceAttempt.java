package dev.muster.backup.online;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.online.ProgressListener.Level;
import dev.muster.backup.protocol.BackupConnection;
import dev.muster.backup.protocol.TransferFailed;
import dev.muster.backup.protocol.TransferFailed.Reason;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One try at one server: a full or a differential, begun anew or where an earlier run was cut off. If the connection breaks off
 * after something has come, it goes on behind that over a new one, as long as each brings more. Ends with an {@link Attempt},
 * never with a failure.
 *
 * <p><b>Lane.</b> The backup's.
 */
final class SourceAttempt {
    private final World world;
    private final BackupRequest request;
    private final BackupPlan.Target target;
    private final BackupPlan.Candidate candidate;
    private final Artifact parent;
    private final Unfinished unfinished;
    private final Transfers transfers;
    private final ProgressListener listener;
    private final long startedAtNanos;
    private final long ownStartNanos;
    private final String kind;
    private final boolean currentOnly;
    /** What the sink had before this server gave anything; negative once it had to be begun anew. */
    private long bytesBefore;

    /**
     * @param startedAtNanos when the backup of the database began
     * @param currentOnly whether only what contains everything acknowledged before is of use
     */
    SourceAttempt(
            World world,
            BackupRequest request,
            BackupPlan.Target target,
            BackupPlan.Candidate candidate,
            Artifact parent,
            Unfinished unfinished,
            Transfers transfers,
            ProgressListener listener,
            long startedAtNanos,
            boolean currentOnly) {
        this.world = world;
        this.request = request;
        this.target = target;
        this.candidate = candidate;
        this.parent = parent;
        this.unfinished = unfinished;
        this.transfers = transfers;
        this.listener = listener;
        this.startedAtNanos = startedAtNanos;
        this.ownStartNanos = world.clock().monotonicNanos();
        this.currentOnly = currentOnly;
        this.kind = parent == null ? "full" : "differential";
    }

    CompletionStage<Attempt> run() {
        log(
                Level.INFO,
                "Using remote server " + candidate.source() + " for backup of database '" + target.name() + "'.");
        log(Level.INFO, "Start " + kind + " backup of database '" + target.name() + "'.");
        ArtifactSink kept = unfinished.takeKept(candidate, parent);
        if (kept != null) {
            log(
                    Level.INFO,
                    "Going on behind the " + kept.rawBytes() + " bytes of database '" + target.name()
                            + "' that are here.");
            bytesBefore = kept.rawBytes();
            return transfer(kept, null);
        }
        ArtifactSink sink = newSink();
        try {
            Unfinished.Continued found = unfinished.take(target, candidate, parent);
            if (found != null) {
                sink.goOnWith(found);
                bytesBefore = sink.rawBytes();
                log(
                        Level.INFO,
                        "Going on with '" + found.partial().name() + "', of which an interrupted backup has left "
                                + found.partial().bytes() + " bytes.");
            }
        } catch (IOException e) {
            return CompletableFuture.completedFuture(
                    gaveUp(sink, new TransferFailed(Reason.TARGET_FAILED, String.valueOf(e.getMessage()), e)));
        }
        return transfer(sink, null);
    }

    /** @param brokeOff why the connection before this one broke off; null if there was none */
    private CompletionStage<Attempt> transfer(ArtifactSink sink, TransferFailed brokeOff) {
        sink.expectMore(); // a connection that brings nothing, not even a greeting, is the last one
        return transfers
                .run(candidate.source(), connection -> ask(sink, connection))
                .handle((end, failure) -> failure == null ? null : Transfers.asTransferFailed(failure))
                .thenCompose(failure -> failure == null
                        ? CompletableFuture.completedFuture(delivered(sink))
                        : failed(sink, failure, brokeOff));
    }

    private CompletionStage<?> ask(ArtifactSink sink, BackupConnection connection) {
        if (currentOnly) {
            connection.onlyCurrent();
        }
        return sink.ask(connection);
    }

    private CompletionStage<Attempt> failed(ArtifactSink sink, TransferFailed failure, TransferFailed brokeOff) {
        if (transfers.aborted()) {
            return CompletableFuture.completedFuture(gaveUp(sink, failure));
        }
        if (failure.reason() == Reason.LOST && sink.progressed() && sink.canGoOn()) {
            log(
                    Level.WARN,
                    "The transfer of database '" + target.name() + "' from " + candidate.source() + " broke off: "
                            + failure.getMessage() + ". Going on behind the " + sink.rawBytes()
                            + " bytes that are here.");
            return transfer(sink, failure);
        }
        if (failure.reason() == Reason.BUSY && sink.canGoOn()) {
            unfinished.keep(sink); // it is asked again when it has room; the old connection may be what takes it
            return CompletableFuture.completedFuture(attempt(sink, null, failure));
        }
        if (sink.askedForRest() && isAboutTheRest(failure)) {
            return anew(sink, failure);
        }
        return CompletableFuture.completedFuture(gaveUp(sink, brokeOff == null ? failure : brokeOff));
    }

    /** Whether asking for everything may succeed where asking for the rest did not. */
    private static boolean isAboutTheRest(TransferFailed failure) {
        return switch (failure.reason()) {
            case SNAPSHOT_GONE, STORE_DIFFERS, PRUNED, BEHIND, GARBLED, SERVER_FAILED -> true;
            case UNREACHABLE,
                    LOST,
                    VERSION,
                    UNAUTHORIZED,
                    NOT_HOSTED,
                    UNAVAILABLE,
                    NOT_CURRENT,
                    BUSY,
                    CUT_OFF,
                    TARGET_FAILED -> false;
        };
    }

    /** Whether what has come is good, and what is missing may be had from another server. */
    private boolean anotherMayGoOn(TransferFailed failure) {
        return !transfers.aborted()
                && switch (failure.reason()) {
                    case UNREACHABLE, LOST, CUT_OFF, UNAVAILABLE, NOT_HOSTED, NOT_CURRENT, SERVER_FAILED -> true;
                    default -> false;
                };
    }

    private CompletionStage<Attempt> anew(ArtifactSink sink, TransferFailed failure) {
        log(
                Level.INFO,
                "What is here of database '" + target.name() + "' cannot be gone on with: " + failure.getMessage()
                        + ". Beginning anew.");
        bytesBefore -= sink.rawBytes();
        try {
            sink.remove();
        } catch (IOException e) {
            return CompletableFuture.completedFuture(
                    gaveUp(sink, new TransferFailed(Reason.TARGET_FAILED, String.valueOf(e.getMessage()), e)));
        }
        return transfer(newSink(), null);
    }

    private ArtifactSink newSink() {
        return new ArtifactSink(world, request, target, candidate, parent, unfinished, listener);
    }

    private Attempt gaveUp(ArtifactSink sink, TransferFailed failure) {
        TransferFailed told = failure;
        try {
            if (anotherMayGoOn(failure) && sink.canGoOn()) {
                unfinished.keep(sink);
            } else {
                sink.abandon();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
            told = new TransferFailed(
                    Reason.TARGET_FAILED,
                    failure.getMessage() + "; and what was written could not be removed: " + e.getMessage(),
                    failure);
        }
        log(
                Level.WARN,
                "Backup of database '" + target.name() + "' from " + candidate.source() + " failed: "
                        + told.getMessage());
        return attempt(sink, null, told);
    }

    private Attempt attempt(ArtifactSink sink, Artifact artifact, TransferFailed failure) {
        long tookMillis = (world.clock().monotonicNanos() - ownStartNanos) / 1_000_000;
        return new Attempt(candidate, artifact, failure, sink.rawBytes() - bytesBefore, tookMillis);
    }

    private Attempt delivered(ArtifactSink sink) {
        Artifact artifact = sink.artifact();
        if (artifact.empty()) {
            log(
                    Level.INFO,
                    "The remote server (" + candidate.source() + ") has not any recent data for database '"
                            + target.name() + "'.");
        }
        String range = artifact.empty()
                ? ""
                : " Downloaded from tx " + artifact.lowest() + " to tx " + artifact.highest() + ".";
        log(Level.INFO, "Finished " + kind + " backup of database '" + target.name() + "'." + range);
        log(
                Level.INFO,
                "Finished artifact creation '" + artifact.fileName() + "' for database '" + target.name() + "', took "
                        + (world.clock().monotonicNanos() - startedAtNanos) / 1_000_000 + "ms.");
        return attempt(sink, artifact, null);
    }

    private void log(Level level, String text) {
        listener.log(level, text);
    }
}
