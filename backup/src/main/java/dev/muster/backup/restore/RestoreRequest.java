package dev.muster.backup.restore;

import dev.muster.backup.artifact.EncryptionKey;
import java.nio.file.Path;

/**
 * One database to restore.
 *
 * @param from an artifact, or a folder of artifacts
 * @param sourceDatabase which database of a folder is meant; null if there is only one
 * @param database the name of the restored database; null for the one in the artifact
 * @param stores the directory that holds one directory per store ({@code data/databases})
 * @param transactionLogs the same for transaction logs ({@code data/transactions})
 * @param serverLock the file a server that runs on these directories has locked; null if no server ever runs there
 * @param key what encrypted artifacts were made with; null if there is none
 */
public record RestoreRequest(
        Path from,
        String sourceDatabase,
        String database,
        Existing existing,
        RestoreUntil until,
        Path stores,
        Path transactionLogs,
        Path serverLock,
        EncryptionKey key) {
    /** What becomes of a store that has the name already ({@code --overwrite-destination}). */
    public enum Existing {
        REFUSE,
        REPLACE
    }

    /** Without a key. */
    public RestoreRequest(
            Path from,
            String sourceDatabase,
            String database,
            Existing existing,
            RestoreUntil until,
            Path stores,
            Path transactionLogs,
            Path serverLock) {
        this(from, sourceDatabase, database, existing, until, stores, transactionLogs, serverLock, null);
    }
}
