package dev.muster.cypher.run;

import dev.muster.cypher.TransactionMemory;
import java.util.List;

/**
 * What a statement keeps, told to its transaction in large steps, so that telling costs little. Rows that only pass by are
 * not counted. One thread.
 */
public final class Memory {
    private static final long STEP = 64 * 1024;

    /** A list that grows is looked at each time it has so many values more. */
    private static final int LIST_STEP = 1024;

    private static final long LIST_VALUE = 24;

    private final TransactionMemory transaction;
    private long kept;
    private long changes;
    private long taken;

    Memory(TransactionMemory transaction) {
        this.transaction = transaction;
    }

    /** What one operator keeps; closing it gives it back. */
    public Account account() {
        return new Account();
    }

    /** Changes of the graph, which are kept until the transaction ends. */
    void change(long bytes) {
        changes += bytes;
        take();
    }

    /** Whether there is room for something that will soon be let go again. */
    void passing(long bytes) {
        kept += bytes;
        take();
        kept -= bytes;
    }

    /** To be called with a value's list each time it has grown by one: whether there is room for it now and then. */
    public void growing(List<?> list) {
        if (list.size() % LIST_STEP == 0) {
            passing(LIST_VALUE * list.size());
        }
    }

    private void take() {
        long missing = kept + changes - taken;
        if (missing > 0) {
            long more = Math.max(missing, STEP);
            transaction.take(more);
            taken += more;
        }
    }

    /** The statement is over: only its changes are still kept. */
    public void end() {
        kept = 0;
        transaction.give(taken - changes);
        taken = changes;
    }

    /** The transaction that the changes were made in is over as well. */
    void endWithChanges() {
        changes = 0;
        end();
    }

    /** What one operator keeps. */
    public final class Account implements AutoCloseable {
        private static final long ARRAY = 16;

        private long bytes;
        private Object[] last = {};

        /** One more row; what stands at the same place of the row before it was counted with that. */
        public void row(Object[] row) {
            long size = ARRAY + Sizes.REFERENCE * row.length;
            for (int i = 0; i < row.length; i++) {
                if (i >= last.length || row[i] != last[i]) {
                    size += Sizes.of(row[i]);
                }
            }
            last = row;
            keep(size);
        }

        /** One more value in a collection. */
        public void value(Object value) {
            keep(Sizes.OBJECT + Sizes.of(value));
        }

        public void keep(long more) {
            bytes += more;
            kept += more;
            take();
        }

        /** All of it was let go. */
        @Override
        public void close() {
            kept -= bytes;
            bytes = 0;
            last = new Object[0];
        }
    }
}
