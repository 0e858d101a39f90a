package dev.muster.backup.protocol;

import java.io.Serial;

/** A server did not give what was asked for; {@link #reason} says whether it refused or went silent. */
public final class TransferFailed extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Why; the names are part of the protocol. */
    public enum Reason {
        /** No connection could be made (nobody listens, unknown host, no answer in time). */
        UNREACHABLE(false),
        /** The connection broke or the server was silent for too long. */
        LOST(false),
        /** A frame was damaged or made no sense. */
        GARBLED(false),
        /** The server speaks no version of the protocol that this side knows. */
        VERSION(true),
        /** The server does not know who asks, or the asker does not know the server. */
        UNAUTHORIZED(true),
        /** The server does not host the database. */
        NOT_HOSTED(true),
        /** The database does not run on the server; {@link #status} is its current status there. */
        UNAVAILABLE(true),
        /** The server's store is another one than the differential continues. */
        STORE_DIFFERS(true),
        /** The server's log no longer reaches back far enough. */
        PRUNED(true),
        /** The server has not yet got the transactions the asker already has. */
        BEHIND(true),
        /** The server could not show that it has everything that was acknowledged before it was asked. */
        NOT_CURRENT(true),
        /** The server serves as many backups as it may. */
        BUSY(true),
        /** The server let go of the snapshot, which was held for too long or took too much space. */
        CUT_OFF(true),
        /** The server no longer holds the version that was cut off, or never did; a copy has to begin anew. */
        SNAPSHOT_GONE(true),
        /** The server failed while it read the database. */
        SERVER_FAILED(true),
        /** This side could not store what arrived (disk full, …); another server would not help. */
        TARGET_FAILED(false);

        private final boolean answered;

        Reason(boolean answered) {
            this.answered = answered;
        }

        /** Whether the server itself gave this answer, so it is alive. */
        public boolean answered() {
            return answered;
        }
    }

    private final Reason reason;
    private final String status;

    public TransferFailed(Reason reason, String message, Throwable cause) {
        this(reason, "", message, cause);
    }

    public TransferFailed(Reason reason, String status, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.status = status;
    }

    public Reason reason() {
        return reason;
    }

    /** The database's status on the server, for {@link Reason#UNAVAILABLE}; else empty. */
    public String status() {
        return status;
    }
}
