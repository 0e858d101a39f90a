package dev.muster.backup.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Where the bytes of an artifact go, in order. One thread at a time. */
interface ArtifactTarget {
    /** Takes all that remains. */
    void write(ByteBuffer bytes) throws IOException;

    /** Where word is left of how to go on; null if what was written can be read. */
    default Journaled journaled() {
        return null;
    }

    /** All bytes are there: makes them last. Returns where the artifact is. */
    Path finish() throws IOException;

    /** Gives up: removes what was written, or keeps it under a name that no tool takes for an artifact. */
    void abandon(boolean keep) throws IOException;
}
