package dev.muster.backup.online;

import dev.muster.backup.BackupError;
import dev.muster.backup.artifact.Artifact;
import java.util.List;
import java.util.UUID;

/**
 * How the backup of one database ended, with every server and its answer.
 *
 * @param database its name, or the name or pattern that nothing was found for
 * @param databaseId null if it was not found
 * @param artifact the new artifact, or null if there is none
 * @param error the entry in the table of what went wrong; null if it is saved
 * @param reason why it failed, or what the problem was; empty if all is well
 * @param hint what to do next, or empty
 */
public record DatabaseOutcome(
        String database,
        UUID databaseId,
        State state,
        Artifact artifact,
        BackupError error,
        String reason,
        String hint,
        List<SourceOutcome> sources,
        long tookMillis) {
    /** A new artifact is there or not. */
    public enum State {
        SAVED,
        /** Saved, though a server that was asked failed in the middle. */
        SAVED_WITH_PROBLEMS,
        /** Saved, but nobody could say that nothing newer had been acknowledged before: no leader answered, or every copy lagged. */
        SAVED_UNCONFIRMED,
        FAILED;

        /** As people read it. */
        public String text() {
            return switch (this) {
                case SAVED -> "saved";
                case SAVED_WITH_PROBLEMS -> "saved, with problems";
                case SAVED_UNCONFIRMED -> "saved, perhaps not the newest";
                case FAILED -> "failed";
            };
        }
    }

    public DatabaseOutcome {
        sources = List.copyOf(sources);
        if ((state == State.FAILED) != (artifact == null) || (state == State.FAILED) != (error != null)) {
            throw new IllegalStateException("database '" + database + "' is " + state + " with artifact " + artifact);
        }
    }

    public boolean saved() {
        return state != State.FAILED;
    }

    /** The address the artifact came from; empty if there is none. */
    public String savedFrom() {
        return sources.stream()
                .filter(source -> source.state() == SourceOutcome.State.SAVED)
                .map(SourceOutcome::source)
                .findFirst()
                .orElse("");
    }
}
