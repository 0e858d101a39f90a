package dev.muster.store;

import java.io.IOException;

/**
 * A store that nobody has open, as it was at its last checkpoint. Nothing on the disk is changed. One thread at a time.
 */
public interface OfflineStore extends AutoCloseable {
    StoreIdentity identity();

    /** The version at the checkpoint; this store's to close. */
    PinnedVersion version();

    /**
     * Whether there are transactions that the checkpoint does not contain: the store was not closed in order, and whoever
     * starts the database will bring it forward.
     */
    boolean needsRecovery() throws IOException;

    /**
     * Reads the transaction log up to the checkpoint, every record of it. Returns the oldest transaction there, or the one
     * after the last of the store if there is none. Throws {@link CorruptStore} that says what is wrong.
     *
     * @param step is called now and then, and may throw to end the reading
     */
    long readLog(Runnable step) throws IOException;

    @Override
    void close();
}
