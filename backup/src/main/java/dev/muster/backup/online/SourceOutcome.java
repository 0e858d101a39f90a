package dev.muster.backup.online;

/**
 * What one server contributed to the backup of one database. {@code server} is its name, empty if it never answered;
 * {@code reason} is empty where the state says all.
 *
 * @param bytes that came from it, before compression; what another server had sent before is not counted
 * @param tookMillis how long it was at it
 */
public record SourceOutcome(String source, String server, State state, String reason, long bytes, long tookMillis) {
    /** Of a server that was not asked for the database. */
    public SourceOutcome(String source, String server, State state, String reason) {
        this(source, server, state, reason, 0, 0);
    }

    /** In the order from best to worst news. */
    public enum State {
        /** The artifact came from here. */
        SAVED,
        /** Not needed: an earlier server had delivered. */
        NOT_ASKED,
        /** Hosts no database of that name. */
        NOT_HOSTED,
        /** Hosts another database of that name (a different database id). */
        OTHER_DATABASE,
        /** Hosts it, but it does not run there: stopped, dirty, copying, … */
        NOT_AVAILABLE,
        /** Asked, alive, and could not give what was wanted: log pruned, another store, lagging, busy. */
        REFUSED,
        /** Asked, and failed or went silent in the middle. */
        FAILED,
        /** Never answered. */
        UNREACHABLE;

        /** Whether it makes a backup one "with problems", even if another server delivered (facts A.4, A.8). */
        public boolean isProblem() {
            return this == FAILED || this == UNREACHABLE;
        }
    }
}
