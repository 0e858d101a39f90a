package dev.muster.store;

/**
 * A version of the store that stays readable, unchanged, while writers go on. Any thread may read it, several at once.
 * Must be closed, since space cannot be reused meanwhile; closing twice is harmless.
 */
public interface PinnedVersion extends GraphReader, AutoCloseable {
    StoreIdentity identity();

    /**
     * The store's {@link Store#appliedIndex} when the version was pinned: what a copy made of this version alone may claim
     * to contain.
     */
    long appliedIndex();

    /** The digest of the whole graph at this version, as kept up to date by each transaction. */
    GraphDigest digest();

    /** The digest computed anew from every record: equal to {@link #digest}, or the store is inconsistent. Slow. */
    GraphDigest recomputeDigest();

    /** By how many bytes the store's file has grown since: what cannot be reused for the version's sake is at most that. */
    long growthBytes();

    @Override
    void close();
}
