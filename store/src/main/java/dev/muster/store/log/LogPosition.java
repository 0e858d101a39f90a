package dev.muster.store.log;

/**
 * The end of the log at some moment. {@code offset} 0 means that the file of that number is not there yet.
 */
public record LogPosition(long fileNumber, long offset) {
    /** The beginning of a log that has nothing in it. */
    public static final LogPosition START = new LogPosition(0, 0);
}
