package dev.muster.raft;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much memory the entries of all groups of a server take, from the moment they are proposed or received until they are
 * cut off behind a checkpoint. There is one limit for all of them. Any thread.
 */
final class EntryMemory {
    /** What an entry takes beside its payload: the library's object, its place in the ring and in the books of the log. */
    static final int ENTRY_OVERHEAD_BYTES = 96;

    /** Beyond this part of the limit checkpoints are asked for; they are to free so much that a smaller part is left. */
    private static final int TIGHT_PART = 2;

    private static final int RELIEVED_PART = 4;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    EntryMemory(long limit) {
        this.limit = limit;
    }

    void add(long bytes) {
        held.addAndGet(bytes);
    }

    /** Bytes taken now. */
    long held() {
        return held.get();
    }

    /** The most that may be taken. */
    long limit() {
        return limit;
    }

    /** Whether checkpoints should free some. */
    boolean isTight() {
        return held.get() > limit / TIGHT_PART;
    }

    /** Whether nothing more may be proposed. */
    boolean isFull() {
        return held.get() > limit;
    }

    /** How much must be freed until enough is free. */
    long excess() {
        return held.get() - limit / RELIEVED_PART;
    }
}
