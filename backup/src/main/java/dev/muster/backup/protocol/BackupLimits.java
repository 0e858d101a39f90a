package dev.muster.backup.protocol;

/**
 * What backups may take of a server. Copies for other members are not limited: a cluster that heals goes first.
 *
 * @param concurrentMax so many are served at a time, at least 1; the next one is told that the server is busy
 * @param bytesPerSecond what all of them together may send; 0 for as much as the network takes
 * @param heldNanosMax how long a snapshot may be held; 0 for ever
 * @param heldBytesMax by how much the store's file may grow while a snapshot is held; 0 for any growth
 */
public record BackupLimits(int concurrentMax, long bytesPerSecond, long heldNanosMax, long heldBytesMax) {
    /** No limit but the machine's. */
    public static final BackupLimits NONE = new BackupLimits(Integer.MAX_VALUE, 0, 0, 0);

    public BackupLimits {
        if (concurrentMax < 1 || bytesPerSecond < 0 || heldNanosMax < 0 || heldBytesMax < 0) {
            throw new IllegalArgumentException("limits of backups: " + concurrentMax + ", " + bytesPerSecond + ", "
                    + heldNanosMax + ", " + heldBytesMax);
        }
    }
}
