package dev.muster.backup.online;

import dev.muster.backup.BackupError;
import java.util.List;

/**
 * What a run came to, in one word; {@code --detailed-exit-codes} makes exit codes of it, which otherwise are 0 for {@link
 * #ALL_SAVED} and 1 for the rest. The codes are promised to scripts and never change. Pure.
 */
public enum BackupVerdict {
    ALL_SAVED(0, "every database has a new artifact, and every server answered"),
    SOURCES_MISSING(10, "every database has a new artifact, but a server did not answer or failed in the middle"),
    NO_SERVER(11, "no server answered"),
    NOT_FOUND(12, "no server that answered hosts a database, or one that matches"),
    NOT_RUNNING(13, "a database does not run on any server that answered: stopped, dirty, copying"),
    NO_CHAIN(14, "there is no full backup, or no whole chain, that a differential could continue"),
    SOURCES_FAILED(15, "every server that has a database failed, or could not give what was wanted"),
    TARGET_FAILED(16, "the folder is missing, full, or cannot be written to"),
    FOLDER_IN_USE(17, "another run is writing artifacts of a database into the folder"),
    INTERRUPTED(18, "the run was broken off"),
    DIFFERENT_FAILURES(19, "databases failed for different reasons: see the report"),
    KEY(20, "the encryption key is missing, is another one than the chain's, or cannot be used"),
    UNCONFIRMED(
            21, "every database has a new artifact, but of one nobody could say that it has everything acknowledged"),
    /** None of these. */
    FAILED(1, "anything else");

    private final int exitCode;
    private final String meaning;

    BackupVerdict(int exitCode, String meaning) {
        this.exitCode = exitCode;
        this.meaning = meaning;
    }

    /** The exit code that stands for it. */
    public int exitCode() {
        return exitCode;
    }

    /** What it says, for people. */
    public String meaning() {
        return meaning;
    }

    /** Of a run that came to its end: a database without a new artifact weighs more than a server that is silent. */
    static BackupVerdict of(List<ServerAnswer> servers, List<DatabaseOutcome> databases) {
        List<BackupVerdict> failures = databases.stream()
                .filter(outcome -> !outcome.saved())
                .map(outcome -> of(outcome.error()))
                .distinct()
                .toList();
        if (failures.size() > 1) {
            return DIFFERENT_FAILURES;
        }
        if (failures.size() == 1) {
            return failures.get(0);
        }
        if (databases.stream().anyMatch(outcome -> outcome.state() == DatabaseOutcome.State.SAVED_UNCONFIRMED)) {
            return UNCONFIRMED;
        }
        boolean well = servers.stream().allMatch(ServerAnswer::answered)
                && databases.stream().allMatch(outcome -> outcome.state() == DatabaseOutcome.State.SAVED);
        return well ? ALL_SAVED : SOURCES_MISSING;
    }

    /** Of an error that ended a run, or the backup of one database. */
    public static BackupVerdict of(BackupError error) {
        return switch (error) {
            case NO_SERVER_ANSWERED -> NO_SERVER;
            case DATABASE_NOT_FOUND, NO_DATABASE_MATCHES -> NOT_FOUND;
            case NOT_AVAILABLE -> NOT_RUNNING;
            case NO_FULL_IN_FOLDER, CHAIN_BROKEN, ARTIFACT_DAMAGED, NOT_AN_ARTIFACT, ARTIFACT_NEWER -> NO_CHAIN;
            case ALL_SOURCES_FAILED -> SOURCES_FAILED;
            case TARGET_FAILED, FOLDER_MISSING -> TARGET_FAILED;
            case FOLDER_IN_USE -> FOLDER_IN_USE;
            case INTERRUPTED -> INTERRUPTED;
            case KEY_MISSING, KEY_CHANGED, BAD_KEY, WRONG_KEY, ARTIFACT_ENCRYPTED -> KEY;
            default -> FAILED;
        };
    }
}
