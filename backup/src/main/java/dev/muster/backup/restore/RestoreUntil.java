package dev.muster.backup.restore;

import dev.muster.backup.BackupError;
import dev.muster.backup.artifact.Artifact;
import dev.muster.store.TransactionRecord;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * Up to where a chain is replayed ({@code --restore-until}, {@code seedRestoreUntil}): a transaction id (excluded) or a UTC time
 * (transactions committed before it).
 */
public final class RestoreUntil {
    /** Everything there is. */
    public static final RestoreUntil END = new RestoreUntil("", Long.MAX_VALUE, Long.MAX_VALUE);

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final String text;
    private final long transactionIdExclusive;
    private final long timeExclusiveMillis;

    private RestoreUntil(String text, long transactionIdExclusive, long timeExclusiveMillis) {
        this.text = text;
        this.transactionIdExclusive = transactionIdExclusive;
        this.timeExclusiveMillis = timeExclusiveMillis;
    }

    /** Reads the value of {@code --restore-until}. Throws {@link IllegalArgumentException}. */
    public static RestoreUntil parse(String text) {
        String shown = "--restore-until=" + text;
        if (isTransactionId(text)) {
            return new RestoreUntil(shown, Long.parseLong(text), Long.MAX_VALUE);
        }
        try {
            long millis =
                    LocalDateTime.parse(text, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
            return new RestoreUntil(shown, Long.MAX_VALUE, millis);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a transaction id nor a UTC time yyyy-MM-dd HH:mm:ss", e);
        }
    }

    /** What a catalog holds of {@code seedRestoreUntil}: a transaction id, or a moment as ISO-8601 in UTC; null for all. */
    public static RestoreUntil ofSeed(String text) {
        if (text == null) {
            return END;
        }
        String shown = "seedRestoreUntil: " + text;
        return isTransactionId(text)
                ? new RestoreUntil(shown, Long.parseLong(text), Long.MAX_VALUE)
                : new RestoreUntil(shown, Long.MAX_VALUE, Instant.parse(text).toEpochMilli());
    }

    private static boolean isTransactionId(String text) {
        return text.matches("[0-9]{1,18}");
    }

    public boolean isEnd() {
        return this == END;
    }

    boolean includes(TransactionRecord transaction) {
        return transaction.transactionId() < transactionIdExclusive
                && transaction.committedAtMillis() < timeExclusiveMillis;
    }

    /**
     * The parts of a full cannot be cut, and what comes after the chain is not there. Throws {@link
     * dev.muster.backup.BackupException} if that is what it would take.
     */
    public void requireCoveredBy(Artifact full, Artifact last) {
        long parts = full.facts().partsTransactionId();
        if (transactionIdExclusive <= parts) {
            throw BackupError.RESTORE_UNTIL.with(
                    text, "'" + full.fileName() + "' holds transactions up to " + parts + " in one piece");
        }
        long highest = last.empty() ? last.header().afterTransactionId() : last.highest();
        if (transactionIdExclusive != Long.MAX_VALUE && transactionIdExclusive > highest + 1) {
            throw BackupError.RESTORE_UNTIL.with(text, "the chain ends with transaction " + highest);
        }
        if (timeExclusiveMillis < full.header().startedAtMillis()) {
            throw BackupError.RESTORE_UNTIL.with(
                    text, "'" + full.fileName() + "' was begun later and holds its transactions in one piece");
        }
        if (timeExclusiveMillis != Long.MAX_VALUE
                && timeExclusiveMillis > last.facts().finishedAtMillis()) {
            throw BackupError.RESTORE_UNTIL.with(text, "'" + last.fileName() + "' was finished earlier");
        }
    }
}
