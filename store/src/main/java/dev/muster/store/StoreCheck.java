package dev.muster.store;

import dev.muster.runtime.Workers;
import java.util.EnumSet;
import java.util.Set;

/**
 * What of a store is checked against itself.
 *
 * @param parts at least one
 * @param problemsMax so many problems are told, however many there are
 * @param progress hears how far it is, on the thread that checks, and may throw to end the check
 * @param workers who check some of the records each
 * @param threads so many of them at most
 */
public record StoreCheck(Set<Part> parts, int problemsMax, Progress progress, Workers workers, int threads) {
    /** What can be checked by itself. */
    public enum Part {
        /** Each relationship has both its ends and both nodes, ids and transactions are possible, and the digest fits. */
        GRAPH,
        /** Each label and each indexed property has its entry, and there are no others. */
        INDEXES,
        /** The counts that queries and statistics use are those of the records. */
        COUNTS
    }

    /** Hears how far a check is. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param records what is being read: {@code nodes}, then {@code relationships}
         * @param fraction of them that has been read, 0 to 1; each ends with 1
         */
        void reached(String records, double fraction);
    }

    /** On the caller's thread alone. */
    public StoreCheck(Set<Part> parts, int problemsMax, Progress progress) {
        this(parts, problemsMax, progress, Workers.INLINE, 1);
    }

    public StoreCheck {
        parts = Set.copyOf(parts);
        if (threads < 1) {
            throw new IllegalArgumentException("a check by " + threads + " threads");
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("nothing is to be checked");
        }
    }

    /** All there is to check. */
    public static StoreCheck everything(int problemsMax) {
        return new StoreCheck(EnumSet.allOf(Part.class), problemsMax, (records, fraction) -> {});
    }

    /** Whether a part is to be checked. */
    public boolean has(Part part) {
        return parts.contains(part);
    }
}
