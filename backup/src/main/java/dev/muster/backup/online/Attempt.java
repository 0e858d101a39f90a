package dev.muster.backup.online;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.protocol.TransferFailed;

/** One try at one server: the sealed artifact, or why there is none; how much came of it, and how long it took. */
record Attempt(BackupPlan.Candidate candidate, Artifact artifact, TransferFailed failure, long bytes, long tookMillis) {
    boolean saved() {
        return artifact != null;
    }

    /** Whether no other server could help: done, or this side cannot store what comes. */
    boolean isFinal() {
        return saved() || failure.reason() == TransferFailed.Reason.TARGET_FAILED;
    }

    /** Whether a full copy from the same server makes sense after a differential from it failed like this. */
    boolean leavesFullPossible() {
        return switch (failure.reason()) {
            case STORE_DIFFERS, PRUNED, BEHIND, SNAPSHOT_GONE, SERVER_FAILED -> true;
            case UNREACHABLE,
                    LOST,
                    GARBLED,
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

    /** Whether the server serves as many backups as it may: later it can be asked again. */
    boolean foundBusy() {
        return !saved() && failure.reason() == TransferFailed.Reason.BUSY;
    }

    /** Whether the server has a copy, and could not show that it has everything that was acknowledged. */
    boolean foundNotCurrent() {
        return !saved() && failure.reason() == TransferFailed.Reason.NOT_CURRENT;
    }

    SourceOutcome outcome() {
        return new SourceOutcome(
                candidate.source().toString(),
                candidate.server(),
                state(),
                saved() ? "" : failure.getMessage(),
                bytes,
                tookMillis);
    }

    private SourceOutcome.State state() {
        if (saved()) {
            return SourceOutcome.State.SAVED;
        }
        return switch (failure.reason()) {
            case NOT_HOSTED -> SourceOutcome.State.NOT_HOSTED;
            case UNAVAILABLE -> SourceOutcome.State.NOT_AVAILABLE;
            case STORE_DIFFERS, PRUNED, BEHIND, NOT_CURRENT, SNAPSHOT_GONE, BUSY -> SourceOutcome.State.REFUSED;
            // Not the server's fault, which delivered; the database's own reason tells.
            case TARGET_FAILED -> SourceOutcome.State.NOT_ASKED;
            case UNREACHABLE, LOST, GARBLED, VERSION, UNAUTHORIZED, CUT_OFF, SERVER_FAILED ->
                SourceOutcome.State.FAILED;
        };
    }
}
