package dev.muster.node.query;

import dev.muster.bolt.BoltFailure;
import dev.muster.cypher.TransactionMemory;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the queries of all transactions of a server may keep together, and each of them at most. Sizes are
 * estimates. Any thread.
 */
final class MemoryPool {
    private static final String OF_ONE = "db.memory.transaction.max";
    private static final String OF_ALL = "dbms.memory.transaction.total.max";

    private final long maxOfOne;
    private final long maxOfAll;
    private final AtomicLong used = new AtomicLong();
    private final AtomicLong shares = new AtomicLong();

    /** The limits in bytes; 0 is no limit. */
    MemoryPool(long maxOfOne, long maxOfAll) {
        this.maxOfOne = maxOfOne;
        this.maxOfAll = maxOfAll;
    }

    /** What all transactions have taken. */
    long used() {
        return used.get();
    }

    /** How many transactions there are. */
    long transactions() {
        return shares.get();
    }

    /** A new transaction's; to be closed with it, once. */
    Share open() {
        shares.incrementAndGet();
        return new Share();
    }

    /** What one transaction has taken. One thread at a time. */
    final class Share implements TransactionMemory, AutoCloseable {
        private long taken;

        private Share() {}

        @Override
        public void take(long bytes) {
            if (maxOfOne > 0 && taken + bytes > maxOfOne) {
                throw refused(QueryError.TRANSACTION_MEMORY, bytes, maxOfOne, taken, OF_ONE);
            }
            long all = used.addAndGet(bytes);
            if (maxOfAll > 0 && all > maxOfAll) {
                used.addAndGet(-bytes);
                throw refused(QueryError.MEMORY_POOL, bytes, maxOfAll, all - bytes, OF_ALL);
            }
            taken += bytes;
        }

        @Override
        public void give(long bytes) {
            taken -= bytes;
            used.addAndGet(-bytes);
        }

        /** Gives back all that is left. */
        @Override
        public void close() {
            shares.decrementAndGet();
            give(taken);
        }
    }

    private static BoltFailure refused(QueryError error, long bytes, long most, long taken, String setting) {
        return error.failure(mebibytes(bytes), mebibytes(most), mebibytes(taken), setting);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / (1024.0 * 1024.0));
    }
}
