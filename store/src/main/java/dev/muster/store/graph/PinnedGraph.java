package dev.muster.store.graph;

import dev.muster.store.GraphDigest;
import dev.muster.store.PinnedVersion;
import dev.muster.store.StoreIdentity;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVStore;

/** A version that is kept from being overwritten until it is closed. */
final class PinnedGraph extends GraphView implements PinnedVersion {
    private final StoreIdentity identity;
    private final long appliedIndex;
    private final MVStore store;
    private final MVStore.TxCounter usage;
    private final long sizeWhenPinned;
    private final AtomicBoolean closed = new AtomicBoolean();

    PinnedGraph(GraphRoots roots, GraphState state, StoreIdentity identity, long appliedIndex, MVStore store) {
        super(roots, state);
        this.identity = identity;
        this.appliedIndex = appliedIndex;
        this.store = store;
        this.usage = store.registerVersionUsage();
        this.sizeWhenPinned = fileSize();
    }

    @Override
    GraphRoots roots() {
        if (closed.get()) {
            throw new IllegalStateException("version " + transactionId() + " was let go and cannot be read any more");
        }
        return super.roots();
    }

    @Override
    public StoreIdentity identity() {
        return identity;
    }

    @Override
    public long appliedIndex() {
        return appliedIndex;
    }

    @Override
    public GraphDigest digest() {
        return state().digest();
    }

    @Override
    public GraphDigest recomputeDigest() {
        return computeDigest();
    }

    @Override
    public long growthBytes() {
        return Math.max(0, fileSize() - sizeWhenPinned);
    }

    /** 0 of a store in memory. */
    private long fileSize() {
        FileStore<?> file = store.getFileStore();
        return file == null ? 0 : file.size();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            store.deregisterVersionUsage(usage);
        }
    }
}
