package dev.muster.sim.history;

import java.util.List;

/**
 * Something a client saw that it cannot have seen if the data was one copy.
 *
 * @param kind what sort of thing
 * @param key of which part of the data
 * @param detail what exactly, in words
 * @param operations the ones that contradict each other
 */
public record Anomaly(Kind kind, String key, String detail, List<Operation<?, ?>> operations) {
    /** The sorts of anomalies, from the literature where it has a name for them. */
    public enum Kind {
        /** An acknowledged write is missing from a read that began later. */
        LOST_WRITE("lost write"),
        /** A read shows what a failed write would have written. */
        DIRTY_READ("dirty read"),
        /** A read shows what nobody wrote. */
        READ_FROM_NOWHERE("read from nowhere"),
        /** A read shows a write that was sent after the read had returned. */
        READ_FROM_FUTURE("read from the future"),
        /** One write is seen twice. */
        DUPLICATE("applied twice"),
        /** Two reads show orders of writes that exclude each other. */
        INCOMPATIBLE_READS("incompatible reads"),
        /** A read shows less than an earlier read, or than was acknowledged before it. */
        STALE_READ("stale read"),
        /** A write that had returned before another began is ordered behind it. */
        REORDERED_WRITES("reordered writes"),
        /** What must stay the same in sum did not. */
        BROKEN_TOTAL("broken total"),
        /** What must never fall below zero did. */
        OVERDRAWN("overdrawn");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A line with kind, key and detail, and a line for each operation. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind + " of " + key + ": " + detail);
        operations.forEach(operation -> text.append("\n  ").append(operation));
        return text.toString();
    }
}
