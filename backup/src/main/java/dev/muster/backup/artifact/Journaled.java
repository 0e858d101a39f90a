package dev.muster.backup.artifact;

import java.io.IOException;

/**
 * A file that cannot be read before it is whole, such as an upload in parts. Who writes an artifact leaves word in it now and then of how
 * to go on with what was written; reading the file, as long as it is not whole, gives the last such word.
 */
public interface Journaled {
    /** Whether enough was written since the last word that another one is worth while. */
    boolean isWordDue();

    /** Leaves word about all that was written so far, in the place of what was left before. Durable on return. */
    void leaveWord(byte[] journal) throws IOException;
}
