package dev.muster.store.engine;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Disk;
import dev.muster.store.CorruptStore;
import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StoreLocation;
import dev.muster.store.StoreSettings;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import dev.muster.store.graph.GraphLoader;
import dev.muster.store.log.LogPosition;
import dev.muster.store.log.TransactionLogFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** Builds a store that exists only from {@link #finish} on, when its first checkpoint is written. */
final class StoreReceiver implements StreamedStore.Receiver {
    /** Until the identity is known. */
    private static final StoreIdentity NOBODY = new StoreIdentity(new UUID(0, 0), new UUID(0, 0));

    private final Disk disk;
    private final StoreLocation location;
    private final StoreSettings settings;
    private final Clock clock;
    private final StoreFiles files;
    private final GraphLoader loader;
    private TransactionLogFiles log;
    private DiskStore store;
    private boolean finished;
    private boolean closed;

    StoreReceiver(Disk disk, StoreLocation location, StoreSettings settings, Clock clock) throws IOException {
        this.disk = disk;
        this.location = location;
        this.settings = settings;
        this.clock = clock;
        this.files = StoreFiles.create(disk, location.database(), settings.cacheMebibytes());
        this.loader = new GraphLoader(files.graph());
    }

    @Override
    public void part(byte[] part) {
        if (store != null) {
            throw new IllegalStateException("a part came after the parts were said to be complete");
        }
        loader.part(part);
        relieveMemory();
    }

    @Override
    public void partsComplete() throws IOException {
        loader.complete(this::relieveMemory);
        log = TransactionLogFiles.open(
                disk,
                location.transactions(),
                NOBODY.databaseId(),
                settings.rotationBytes(),
                LogPosition.START,
                files.graph().state().lastTransactionId());
        store = new DiskStore(disk, location, settings, clock, NOBODY, files, log, 0);
    }

    @Override
    public void transaction(TransactionRecord transaction) throws IOException {
        complete().replay(transaction);
        files.published();
    }

    @Override
    public long lastTransactionId() {
        return complete().lastTransactionId();
    }

    @Override
    public GraphDigest digest() {
        return complete().digest();
    }

    @Override
    public void finish(StoreIdentity identity, long appliedIndex) throws IOException {
        DiskStore complete = complete();
        log.claim(identity.databaseId());
        complete.publish(identity, appliedIndex);
        finished = true;
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
        files.published();
    }

    private DiskStore complete() {
        if (store == null) {
            throw new CorruptStore("the parts of the store are not complete", null);
        }
        return store;
    }
}
