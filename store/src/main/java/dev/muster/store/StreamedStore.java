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

    /**
     * A beginning of a store in the order of its parts: the nodes up to an id, or all nodes and the relationships up to an
     * id, or everything.
     *
     * @param id the last one that belongs to it, of what {@code last} says; -1 if none does
     */
    public record Stretch(Records last, long id) {
        /** Of what the last record of a stretch is one. */
        public enum Records {
            NODES,
            RELATIONSHIPS,
            /** There is no record behind. */
            ALL
        }

        public static final Stretch NOTHING = new Stretch(Records.NODES, -1);
        public static final Stretch WHOLE = new Stretch(Records.ALL, -1);

        public boolean isEmpty() {
            return equals(NOTHING);
        }

        public boolean isWhole() {
            return last == Records.ALL;
        }

        public boolean hasNode(long node) {
            return last != Records.NODES || node <= id;
        }

        public boolean hasRelationship(long relationship) {
            return isWhole() || (last == Records.RELATIONSHIPS && relationship <= id);
        }
    }

    /** Gives the parts of a pinned version one after the other: the names, then the records behind a stretch. One thread at a time; does not close the version. */
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
     * A receiver whose parts may be of several versions of one store, from several members, and which outlives its process.
     * What has come is at every moment one stretch as of one transaction: before the records behind it come from a later
     * version, the stretch is brought to that version by the transactions between.
     */
    public interface ResumableReceiver extends Receiver {
        /**
         * What comes from now on is of that version of that store. Throws {@link CorruptStore} if there is something of
         * another store, or of a later version. Parts that have records are refused until all of {@link #transaction} up to
         * the version have come.
         */
        void begin(StoreIdentity source, long transactionId) throws IOException;

        /** Whose store it is; null if nothing has begun. */
        StoreIdentity source();

        /** What has come, as of {@link #lastTransactionId}; everything only after {@link #partsComplete}. */
        Stretch stretch();

        /** Whether the last part of the version has come, so that {@link #partsComplete} is due. */
        boolean hasLastPart();

        /** Takes the transaction after {@link #lastTransactionId}, also before all parts are there. */
        @Override
        void transaction(TransactionRecord transaction) throws IOException;

        /** Makes what has come durable, so that another receiver at the same place can go on with it. */
        void save() throws IOException;

        /** Closes and leaves what was saved where it is. */
        void suspend();
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
