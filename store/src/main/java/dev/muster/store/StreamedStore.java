package dev.muster.store;

import java.io.IOException;

/**
 * A whole database as a stream (DESIGN, D10): the parts of one pinned version, then the transactions after it. Full backup,
 * store copy, seeding and restore all use it.
 *
 * <p>The sending half is {@link Parts}; the receiving half is a {@link Receiver} that builds a store beside the place it
 * will have. A part is a self-contained byte array of about {@link #PART_BYTES}; the order of parts matters.
 */
public final class StreamedStore {
    /** The size parts aim at, in bytes. */
    public static final int PART_BYTES = 256 * 1024;

    private StreamedStore() {}

    /** Gives the parts of a pinned version one after the other. One thread at a time; does not close the version. */
    public interface Parts {
        /** The next part, or null after the last. */
        byte[] next() throws IOException;

        /** How much of the version has been given, 0 to 1: for progress displays. */
        double progress();
    }

    /**
     * Builds a store from parts and transactions. Nothing is usable, or in anybody's way, before {@link #finish}. One
     * thread at a time.
     */
    public interface Receiver extends AutoCloseable {
        /** Takes the next part. Throws {@link CorruptStore} if it does not fit. */
        void part(byte[] part) throws IOException;

        /** All parts are there: checks counts and digest against what the last part says. */
        void partsComplete() throws IOException;

        /** Takes the next transaction after the parts. */
        void transaction(TransactionRecord transaction) throws IOException;

        long lastTransactionId();

        GraphDigest digest();

        /** Makes the store durable under its identity and closes it; it can then be opened where it was built. */
        void finish(StoreIdentity identity, long appliedIndex) throws IOException;

        /** Abandons and removes what was built, unless finished. */
        @Override
        void close();
    }

    /**
     * Brings a store that lies closed on the disk forward by transactions from elsewhere. Until {@link #finish} the store on
     * the disk stays what it was. One thread at a time.
     */
    public interface Continuation extends AutoCloseable {
        /** Whose transactions these must be. */
        StoreIdentity identity();

        /** Takes the next transaction. Throws {@link CorruptStore} if it does not fit. */
        void transaction(TransactionRecord transaction) throws IOException;

        long lastTransactionId();

        GraphDigest digest();

        /** Makes what came durable, as the state at a consensus index, and closes. */
        void finish(long appliedIndex) throws IOException;

        /** Forgets what came, unless finished. */
        @Override
        void close();
    }
}
