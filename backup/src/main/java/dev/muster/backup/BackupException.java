package dev.muster.backup;

import java.io.Serial;

/** An operating error of backup or restore; {@link #error} is its entry in the table. */
public final class BackupException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final BackupError error;

    BackupException(BackupError error, String message, Throwable cause) {
        super(message, cause);
        this.error = error;
    }

    public BackupError error() {
        return error;
    }
}
