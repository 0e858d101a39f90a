package dev.muster.backup.folder;

import java.io.Serial;

/** The server cannot continue the backup: it has another store, or no longer the log. The message says which. */
public final class IncrementalBackupNotPossible extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    IncrementalBackupNotPossible(String reason) {
        super("It's been too long since this backup was last updated, or it is of another store: " + reason);
    }
}
