package dev.muster.store.engine;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Disk;
import dev.muster.runtime.Workers;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import dev.muster.store.change.ChangeSetCodec;
import dev.muster.store.graph.GraphLoader;
import dev.muster.store.log.LogPosition;
import dev.muster.store.log.TransactionLogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.h2.mvstore.MVStoreException;

/**
 * Builds a store from a stream, or from those of several members. It exists only from {@link #finish} on, or once it was saved
 * with all its parts: until then an {@link ArrivalRecord} says what was saved, from then on a {@link Checkpoint}, under the
 * identity that it has at its source.
 */
final class StoreReceiver implements StreamedStore.ResumableReceiver {
    /** Whose it is if nobody says so before it is finished. */
    private static final StoreIdentity NOBODY = new StoreIdentity(new UUID(0, 0), new UUID(0, 0));

    private final Disk disk;
    private final StoreLocation location;
    private final StoreSettings settings;
    private final Clock clock;
    private final StoreFiles files;
    private final GraphLoader loader;
    private StoreIdentity source;
    private TransactionLogFiles log;
    private DiskStore store;
    /** Whether something durable needs what earlier commits of the store file wrote. */
    private boolean saved;

    private boolean finished;
    private boolean closed;

    private StoreReceiver(
            Disk disk,
            StoreLocation location,
            StoreSettings settings,
            Clock clock,
            StoreFiles files,
            GraphLoader loader) {
        this.disk = disk;
        this.location = location;
        this.settings = settings;
        this.clock = clock;
        this.files = files;
        this.loader = loader;
    }

    /** Begins at a place where nothing is. */
    static StoreReceiver begin(Disk disk, StoreLocation location, StoreSettings settings, Clock clock, Workers workers)
            throws IOException {
        StoreFiles files = StoreFiles.create(disk, location.database(), settings.cacheMebibytes());
        return new StoreReceiver(disk, location, settings, clock, files, new GraphLoader(files.graph(), workers));
    }

    /** See {@link Stores#resume}. */
    static StoreReceiver resume(Disk disk, StoreLocation location, StoreSettings settings, Clock clock)
            throws IOException {
        if (Stores.exists(disk, location)) {
            return withAllParts(disk, location, settings, clock);
        }
        return ArrivalRecord.exists(disk, location.database()) ? withSomeParts(disk, location, settings, clock) : null;
    }

    private static StoreReceiver withSomeParts(Disk disk, StoreLocation location, StoreSettings settings, Clock clock)
            throws IOException {
        ArrivalRecord record = ArrivalRecord.read(disk, location.database());
        StoreFiles files =
                StoreFiles.open(disk, location.database(), record.header(), record.mark(), settings.cacheMebibytes());
        StoreReceiver resumed = new StoreReceiver(
                disk,
                location,
                settings,
                clock,
                files,
                new GraphLoader(files.graph(), record.stretch(), record.transactionId()));
        resumed.source = record.source();
        resumed.saved = true;
        return resumed;
    }

    private static StoreReceiver withAllParts(Disk disk, StoreLocation location, StoreSettings settings, Clock clock)
            throws IOException {
        Checkpoint checkpoint = Checkpoint.read(disk, location.database());
        StoreFiles files = StoreFiles.open(disk, location.database(), checkpoint, settings.cacheMebibytes());
        StoreReceiver resumed = new StoreReceiver(disk, location, settings, clock, files, null);
        resumed.source = checkpoint.identity();
        resumed.saved = true;
        try {
            resumed.openStore(checkpoint.logEnd());
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
        return resumed;
    }

    private void openStore(LogPosition logEnd) throws IOException {
        StoreIdentity owner = source == null ? NOBODY : source;
        log = TransactionLogFiles.open(
                disk,
                location.transactions(),
                owner.databaseId(),
                settings.rotationBytes(),
                logEnd,
                files.graph().state().lastTransactionId());
        store = new DiskStore(disk, location, settings, clock, owner, files, log, 0);
    }

    @Override
    public void begin(StoreIdentity begun, long transactionId) throws IOException {
        checkOpen();
        if (source != null && !source.equals(begun)) {
            throw new CorruptStore("what comes is of store " + begun + ", what is here of " + source, null);
        }
        source = begun;
        if (store == null) {
            loader.begin(transactionId);
        }
    }

    @Override
    public StoreIdentity source() {
        return source;
    }

    @Override
    public StreamedStore.Stretch stretch() {
        return store == null ? loader.stretch() : StreamedStore.Stretch.WHOLE;
    }

    @Override
    public boolean hasLastPart() {
        return store == null && loader.hasLastPart();
    }

    @Override
    public void part(byte[] part) throws IOException {
        checkOpen();
        if (store != null) {
            throw new IllegalStateException("a part came after the parts were said to be complete");
        }
        loader.part(part);
        relieveMemory();
    }

    @Override
    public void partsComplete() throws IOException {
        checkOpen();
        loader.complete(this::relieveMemory);
        files.graph().mark(null);
        openStore(LogPosition.START);
    }

    @Override
    public void transaction(TransactionRecord transaction) throws IOException {
        checkOpen();
        if (store != null) {
            store.replay(transaction);
        } else {
            try {
                loader.transaction(transaction.transactionId(), ChangeSetCodec.decode(transaction.changeSet()));
            } catch (IllegalArgumentException e) {
                throw new CorruptStore(e.getMessage(), e);
            }
        }
        relieveMemory();
    }

    @Override
    public long lastTransactionId() {
        return store == null && source != null
                ? loader.transactionId()
                : complete().lastTransactionId();
    }

    @Override
    public GraphDigest digest() {
        return complete().digest();
    }

    @Override
    public void save() throws IOException {
        checkOpen();
        if (source == null) {
            return;
        }
        if (store == null) {
            saveParts();
        } else {
            publish(source, 0);
        }
        saved = true;
    }

    private void saveParts() throws IOException {
        try {
            ArrivalRecord record = new ArrivalRecord(source, loader.transactionId(), loader.stretch(), new byte[0]);
            byte[] header = files.seal(record.mark());
            new ArrivalRecord(record.source(), record.transactionId(), record.stretch(), header)
                    .write(disk, location.database());
            files.published();
        } catch (MVStoreException e) {
            throw new IOException(
                    "what has come of the store in " + location.database() + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    private void publish(StoreIdentity as, long appliedIndex) throws IOException {
        store.publish(as, appliedIndex);
        if (ArrivalRecord.exists(disk, location.database())) {
            ArrivalRecord.delete(disk, location.database());
        }
    }

    @Override
    public void finish(StoreIdentity identity, long appliedIndex) throws IOException {
        checkOpen();
        StoreIdentity owner = complete().identity();
        if (!identity.databaseId().equals(owner.databaseId())) {
            log.claim(identity.databaseId());
        }
        publish(identity, appliedIndex);
        finished = true;
        close();
    }

    @Override
    public void suspend() {
        finished = saved;
        close();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            files.close();
            if (log != null) {
                log.close();
            }
            if (!finished) {
                Stores.delete(disk, location);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void relieveMemory() {
        files.relieveMemory();
        if (!saved) {
            files.published();
        }
    }

    private DiskStore complete() {
        if (store == null) {
            throw new CorruptStore("the parts of the store are not complete", null);
        }
        return store;
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the copy in " + location.database() + " was given up");
        }
    }
}
