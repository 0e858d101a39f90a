package dev.muster.store.engine;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Disk;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import java.io.IOException;
import java.util.UUID;

/** Where stores come from. Each call blocks on the disk. */
public final class Stores {
    private Stores() {}

    /**
     * Makes an empty store, durable at once. What lies there from an interrupted attempt is removed; a finished store is
     * not: {@link java.nio.file.FileAlreadyExistsException}.
     */
    public static Store create(
            Disk disk, StoreLocation location, StoreIdentity identity, StoreSettings settings, Clock clock)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a store at its last checkpoint. Throws {@link CorruptStore} if it is damaged or of another format, {@link
     * java.nio.file.NoSuchFileException} if there is none.
     */
    public static Store open(Disk disk, StoreLocation location, StoreSettings settings, Clock clock)
            throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Whether there is a finished store. */
    public static boolean exists(Disk disk, StoreLocation location) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** What a closed store (or one that crashed) will be when it is opened; changes nothing. Errors as {@link #open}. */
    public static Summary peek(Disk disk, StoreLocation location) throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Gives a closed store to another database: its contents and {@code storeId} stay, the database id is new, the
     * applied index is 0, and the transaction log begins anew, since no chain of the new database reaches back. Can be
     * repeated.
     */
    public static void adopt(Disk disk, StoreLocation location, UUID databaseId) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Removes a closed store and its transaction log, if they are there. */
    public static void delete(Disk disk, StoreLocation location) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Begins to build a store from a stream; what lies there is removed. */
    public static StreamedStore.Receiver receiver(
            Disk disk, StoreLocation location, StoreSettings settings, Clock clock) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** The stream of a pinned version. */
    public static StreamedStore.Parts parts(PinnedVersion version) {
        throw new UnsupportedOperationException();
    }

    /** A store that lives in memory only, complete in every other way: for tests and for trying things out. */
    public static Store inMemory(StoreIdentity identity, Clock clock) {
        throw new UnsupportedOperationException();
    }

    /** What can be known of a closed store at a glance. */
    public record Summary(StoreIdentity identity, long lastTransactionId, long appliedIndex, GraphDigest digest) {}
}
