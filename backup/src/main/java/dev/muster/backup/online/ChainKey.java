package dev.muster.backup.online;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.EncryptionKey;

/**
 * A chain has one key, or none: so one key restores it, and nothing of a database that is encrypted comes to lie beside it in
 * clear text because somebody forgot an option. Pure.
 */
final class ChainKey {
    private ChainKey() {}

    /** Why a differential with that key, or with none, may not continue the parent; null if it may. */
    static BackupException refusal(Artifact parent, EncryptionKey key, Object folder) {
        String given = key == null ? null : key.id();
        String wanted = parent.keyId();
        if (wanted == null && given == null || wanted != null && wanted.equals(given)) {
            return null;
        }
        return given == null
                ? BackupError.KEY_MISSING.with(parent.header().databaseName(), folder, wanted)
                : BackupError.KEY_CHANGED.with(
                        parent.fileName(), wanted == null ? "not encrypted" : "encrypted with key " + wanted, given);
    }
}
