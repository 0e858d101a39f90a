package dev.muster.store.engine;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Disk;
import dev.muster.runtime.Workers;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.OfflineStore;
import dev.muster.store.PinnedVersion;
import dev.muster.store.Store;
import dev.muster.store.StoreCheck;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.graph.GraphParts;
import dev.muster.store.graph.StoreChecker;
import dev.muster.store.log.LogPosition;
import dev.muster.store.log.TransactionLogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Where stores come from. Each call blocks on the disk. */
public final class Stores {
    /** The name of the format that stores have. */
    public static final String FORMAT = "muster-" + Checkpoint.FORMAT;

    /** The version of Muster that had it first. */
    public static final String FORMAT_SINCE = "0.1.0";

    private Stores() {}

    /**
     * Makes an empty store, durable at once. What lies there from an interrupted attempt is removed; a finished store is
     * not: {@link java.nio.file.FileAlreadyExistsException}.
     */
    public static Store create(
            Disk disk, StoreLocation location, StoreIdentity identity, StoreSettings settings, Clock clock)
            throws IOException {
        if (exists(disk, location)) {
            throw new FileAlreadyExistsException(location.database().toString());
        }
        clear(disk, location);
        createDirectories(disk, location);
        StoreFiles files = StoreFiles.create(disk, location.database(), settings.cacheMebibytes());
        return begin(disk, location, settings, clock, identity, files);
    }

    /**
     * Opens a store at its last checkpoint. Throws {@link CorruptStore} if it is damaged or of another format, {@link
     * java.nio.file.NoSuchFileException} if there is none.
     */
    public static Store open(Disk disk, StoreLocation location, StoreSettings settings, Clock clock)
            throws IOException {
        Checkpoint checkpoint = readCheckpoint(disk, location);
        StoreFiles files = StoreFiles.open(disk, location.database(), checkpoint, settings.cacheMebibytes());
        try {
            TransactionLogFiles log = TransactionLogFiles.open(
                    disk,
                    location.transactions(),
                    checkpoint.identity().databaseId(),
                    settings.rotationBytes(),
                    checkpoint.logEnd(),
                    checkpoint.lastTransactionId());
            return new DiskStore(
                    disk, location, settings, clock, checkpoint.identity(), files, log, checkpoint.appliedIndex());
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /**
     * Opens a store that nobody has open for reading, at its last checkpoint. Whoever cannot be sure of that takes its {@link
     * StoreLock} first. Errors as {@link #open}, except that nothing is said of the transaction log yet.
     */
    public static OfflineStore offline(Disk disk, StoreLocation location) throws IOException {
        return CheckpointedStore.open(disk, location, StoreSettings.defaults().cacheMebibytes());
    }

    /** Whether there is a finished store. */
    public static boolean exists(Disk disk, StoreLocation location) throws IOException {
        return disk.exists(location.database().resolve(Checkpoint.FILE));
    }

    /** What a closed store (or one that crashed) will be when it is opened; changes nothing. Errors as {@link #open}. */
    public static Summary peek(Disk disk, StoreLocation location) throws IOException {
        Checkpoint checkpoint = readCheckpoint(disk, location);
        return new Summary(
                checkpoint.identity(), checkpoint.lastTransactionId(), checkpoint.appliedIndex(), checkpoint.digest());
    }

    /**
     * Gives a closed store to another database: its contents and {@code storeId} stay, the database id is new, the
     * applied index is 0, and the transaction log begins anew, since no chain of the new database reaches back. Can be
     * repeated.
     */
    public static void adopt(Disk disk, StoreLocation location, UUID databaseId) throws IOException {
        Checkpoint old = readCheckpoint(disk, location);
        disk.deleteTree(location.transactions());
        createDurably(disk, location.transactions());
        StoreIdentity identity = new StoreIdentity(databaseId, old.identity().storeId());
        new Checkpoint(identity, old.lastTransactionId(), 0, old.digest(), LogPosition.START, old.header())
                .write(disk, location.database());
    }

    /** Removes a closed store and its transaction log, if they are there. */
    public static void delete(Disk disk, StoreLocation location) throws IOException {
        clear(disk, location);
    }

    /** Begins to build a store from a stream; what lies there is removed. */
    public static StreamedStore.Receiver receiver(
            Disk disk, StoreLocation location, StoreSettings settings, Clock clock) throws IOException {
        return resumable(disk, location, settings, clock);
    }

    /** The same with the help of other processors. */
    public static StreamedStore.Receiver receiver(
            Disk disk, StoreLocation location, StoreSettings settings, Clock clock, Workers workers)
            throws IOException {
        return begin(disk, location, settings, clock, workers);
    }

    /** Begins to bring a closed store forward by transactions from elsewhere. Errors as {@link #open}. */
    public static StreamedStore.Continuation continuation(
            Disk disk, StoreLocation location, StoreSettings settings, Clock clock) throws IOException {
        return new StoreContinuation((DiskStore) open(disk, location, settings, clock));
    }

    /** As {@link #receiver}, if the stream may come from several members, or take longer than this process lives. */
    public static StreamedStore.ResumableReceiver resumable(
            Disk disk, StoreLocation location, StoreSettings settings, Clock clock) throws IOException {
        return begin(disk, location, settings, clock, Workers.INLINE);
    }

    private static StoreReceiver begin(
            Disk disk, StoreLocation location, StoreSettings settings, Clock clock, Workers workers)
            throws IOException {
        clear(disk, location);
        createDirectories(disk, location);
        return StoreReceiver.begin(disk, location, settings, clock, workers);
    }

    /**
     * Goes on with what an earlier receiver saved there, in this process or another one; null if there is nothing. Throws
     * {@link CorruptStore} if it is damaged: then only {@link #resumable} helps.
     */
    public static StreamedStore.ResumableReceiver resume(
            Disk disk, StoreLocation location, StoreSettings settings, Clock clock) throws IOException {
        return StoreReceiver.resume(disk, location, settings, clock);
    }

    /**
     * Checks a pinned version against itself, reading all of it: what is wrong, one sentence each, at most so many. Throws
     * {@link dev.muster.store.CorruptStore} if something cannot be read.
     */
    public static List<String> check(PinnedVersion version, int problemsMax) {
        return StoreChecker.check(version, StoreCheck.everything(problemsMax));
    }

    /** The same for what is asked for. */
    public static List<String> check(PinnedVersion version, StoreCheck wanted) {
        return StoreChecker.check(version, wanted);
    }

    /** The stream of a pinned version. */
    public static StreamedStore.Parts parts(PinnedVersion version) {
        return parts(version, StreamedStore.Stretch.NOTHING);
    }

    /** The stream of a pinned version without the records of a stretch. */
    public static StreamedStore.Parts parts(PinnedVersion version, StreamedStore.Stretch behind) {
        return GraphParts.of(version, behind);
    }

    /**
     * What has come of a version when this part was the last of its {@link #parts}: the stretch behind which the next ones lie. Null
     * if nothing has come but names. Throws {@link CorruptStore} if it is no part.
     */
    public static StreamedStore.Stretch stretchTo(byte[] part) {
        return GraphParts.stretchTo(part);
    }

    /** A store that lives in memory only, complete in every other way: for tests and for trying things out. */
    public static Store inMemory(StoreIdentity identity, Clock clock) {
        StoreLocation nowhere = new StoreLocation(Path.of("/memory/store"), Path.of("/memory/transactions"));
        try {
            return create(new MemoryDisk(), nowhere, identity, StoreSettings.defaults(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A store on files that are fresh; its first checkpoint makes it exist. */
    static DiskStore begin(
            Disk disk,
            StoreLocation location,
            StoreSettings settings,
            Clock clock,
            StoreIdentity identity,
            StoreFiles files)
            throws IOException {
        try {
            TransactionLogFiles log = TransactionLogFiles.open(
                    disk,
                    location.transactions(),
                    identity.databaseId(),
                    settings.rotationBytes(),
                    LogPosition.START,
                    files.graph().state().lastTransactionId());
            DiskStore store = new DiskStore(disk, location, settings, clock, identity, files, log, 0);
            store.checkpoint();
            return store;
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** The checkpoint goes first, so that half a removal is no store. */
    private static void clear(Disk disk, StoreLocation location) throws IOException {
        if (exists(disk, location)) {
            disk.delete(location.database().resolve(Checkpoint.FILE));
            disk.syncDirectory(location.database());
        }
        disk.deleteTree(location.database());
        disk.deleteTree(location.transactions());
    }

    /** Makes a directory and those above it, so that a power cut leaves them there. */
    private static void createDurably(Disk disk, Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent == null) {
            return;
        }
        if (!disk.exists(parent)) {
            createDurably(disk, parent);
        }
        disk.createDirectories(directory);
        disk.syncDirectory(parent);
    }

    private static void createDirectories(Disk disk, StoreLocation location) throws IOException {
        createDurably(disk, location.database());
        createDurably(disk, location.transactions());
    }

    private static Checkpoint readCheckpoint(Disk disk, StoreLocation location) throws IOException {
        return Checkpoint.read(disk, location.database());
    }

    /** What can be known of a closed store at a glance. */
    public record Summary(StoreIdentity identity, long lastTransactionId, long appliedIndex, GraphDigest digest) {}
}
