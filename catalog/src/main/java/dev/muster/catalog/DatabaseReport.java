package dev.muster.catalog;

import java.util.UUID;

/**
 * What one server says of its copy of one database (DESIGN, D11). {@code message} is empty when all is well.
 *
 * @param role as consensus has it
 * @param raft how far consensus has come, as that server knows it; {@link LogPosition#NONE} if it does not take part
 * @param readOnly whether the server refuses writes, by its settings or by what it knows of the catalog
 * @param askedReadOnly whether what it knows of the catalog says so
 * @param atMillis the reporting server's wall clock
 */
public record DatabaseReport(
        UUID databaseId,
        String name,
        CurrentStatus status,
        ReportedRole role,
        int term,
        long lastTransactionId,
        LogPosition raft,
        String message,
        boolean readOnly,
        boolean askedReadOnly,
        long atMillis) {
    /** Of a database that may be written. */
    public DatabaseReport(
            UUID databaseId,
            String name,
            CurrentStatus status,
            ReportedRole role,
            int term,
            long lastTransactionId,
            LogPosition raft,
            String message,
            long atMillis) {
        this(databaseId, name, status, role, term, lastTransactionId, raft, message, false, false, atMillis);
    }

    /**
     * Where a member's log stands: {@code appliedIndex <= commitIndex <= lastIndex}, 0 if there is nothing.
     *
     * @param leader the server that leads in the report's term, as far as the member knows; empty if it does not
     */
    public record LogPosition(String leader, long lastIndex, long commitIndex, long appliedIndex) {
        /** Of who does not take part. */
        public static final LogPosition NONE = new LogPosition("", 0, 0, 0);
    }

    /** facts/backup-and-admin.md F.6. */
    public enum CurrentStatus {
        ONLINE("online"),
        OFFLINE("offline"),
        INITIAL("initial"),
        STORE_COPYING("store copying"),
        UNKNOWN("unknown"),
        DIRTY("dirty"),
        QUARANTINED("quarantined"),
        DROPPED("dropped"),
        STARTING("starting"),
        STOPPING("stopping"),
        DEALLOCATING("deallocating");

        private final String text;

        CurrentStatus(String text) {
            this.text = text;
        }

        /** As {@code SHOW DATABASES} prints it. */
        public String text() {
            return text;
        }
    }

    /** The member's part in its group; {@link #NONE} if it does not take part at the moment. */
    public enum ReportedRole {
        LEADER,
        FOLLOWER,
        LEARNER,
        NONE
    }
}
