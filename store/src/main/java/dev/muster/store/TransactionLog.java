package dev.muster.store;

import java.io.IOException;
import java.util.Iterator;

/**
 * The transactions of one database in order, as far back as the retention policy keeps them. Appending is the store's;
 * reading may happen on any thread.
 */
public interface TransactionLog {
    /** The oldest transaction still there; {@code last() + 1} if none is. */
    long first();

    /** The newest transaction; equals the store's last transaction id. 0 if there never was one. */
    long last();

    /**
     * Reads transactions, both ends included, in order. The iterator is lazy, needs closing, and throws {@link
     * java.io.UncheckedIOException} when the disk does. Throws {@link TransactionsPruned} if {@code from} is older than
     * {@link #first}.
     */
    Cursor read(long fromInclusive, long toInclusive) throws IOException, TransactionsPruned;

    /** An open reader. */
    interface Cursor extends Iterator<TransactionRecord>, AutoCloseable {
        @Override
        void close();
    }

    /** The log does not reach back that far any more. */
    final class TransactionsPruned extends Exception {
        private static final long serialVersionUID = 1;

        private final long first;

        public TransactionsPruned(long wanted, long first) {
            super("transactions from " + wanted + " are no longer in the log; the oldest is " + first);
            this.first = first;
        }

        /** The oldest transaction that is still there. */
        public long first() {
            return first;
        }
    }
}
