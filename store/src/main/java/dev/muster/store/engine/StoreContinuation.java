package dev.muster.store.engine;

import dev.muster.store.GraphDigest;
import dev.muster.store.StoreIdentity;
import dev.muster.store.StreamedStore;
import dev.muster.store.TransactionRecord;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Replays transactions on a store that nobody else has open, without a checkpoint before the last of them. */
final class StoreContinuation implements StreamedStore.Continuation {
    private final DiskStore store;
    private boolean closed;

    StoreContinuation(DiskStore store) {
        this.store = store;
    }

    @Override
    public StoreIdentity identity() {
        return store.identity();
    }

    @Override
    public void transaction(TransactionRecord transaction) throws IOException {
        store.replay(transaction);
    }

    @Override
    public long lastTransactionId() {
        return store.lastTransactionId();
    }

    @Override
    public GraphDigest digest() {
        return store.digest();
    }

    @Override
    public void finish(long appliedIndex) throws IOException {
        store.skipTo(appliedIndex);
        store.checkpoint();
        close();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            store.abandon();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
