package dev.muster.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file of a {@link Disk}. Positions and sizes are bytes from the start.
 *
 * <p>What was written is readable at once, and lost in a crash unless {@link #force} has returned since. Several threads
 * may read; writers are kept apart by the caller.
 */
public interface DiskFile extends AutoCloseable {
    /** Reads up to {@code target.remaining()} bytes; returns how many, or -1 at or past the end of the file. */
    int read(ByteBuffer target, long position) throws IOException;

    /** Writes all that remains in {@code source}; the file grows as needed. Throws {@link DiskFull} when it cannot. */
    void write(ByteBuffer source, long position) throws IOException;

    /** The file's size. */
    long size() throws IOException;

    /** Cuts the file to {@code size} bytes, if it is longer. */
    void truncate(long size) throws IOException;

    /** Makes the file {@code size} bytes long with the space really reserved, if it is shorter; new bytes are 0. */
    void preallocate(long size) throws IOException;

    /**
     * Returns once all written bytes (and, with {@code metadata}, size and times) are on stable storage. A failure means
     * that nothing is known of the bytes since the last success: the caller must stop using the file, never retry.
     */
    void force(boolean metadata) throws IOException;

    @Override
    void close() throws IOException;
}
