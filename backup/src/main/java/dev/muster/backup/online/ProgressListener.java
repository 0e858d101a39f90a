package dev.muster.backup.online;

/** Told what a backup does while it does it. Called on the backup's lane: must return at once. */
public interface ProgressListener {
    /** Whether a line is news or a warning. */
    enum Level {
        INFO,
        WARN,
        ERROR
    }

    /** A line for the log; the texts of facts A.12. */
    void log(Level level, String text);

    /** Some more of a database has come. Many times a second. */
    default void progress(Progress progress) {}

    /** A database is done, one way or the other. */
    default void finished(DatabaseOutcome outcome) {}

    /**
     * How far a transfer is.
     *
     * @param bytes received so far, before compression
     * @param fraction of the store, 0 to 1; transactions that follow it are not counted
     */
    record Progress(String database, String source, long bytes, double fraction, long elapsedMillis) {}
}
