package dev.muster.backup.artifact;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A stream of whoever called, a pipe for instance; it is flushed and stays open. What went into it cannot be taken back. */
final class StreamTarget implements ArtifactTarget {
    /** In the place of a file's name. */
    private static final Path NOWHERE = Path.of("-");

    private final OutputStream stream;

    StreamTarget(OutputStream stream) {
        this.stream = stream;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
        stream.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        bytes.position(bytes.limit());
    }

    @Override
    public Path finish() throws IOException {
        stream.flush();
        return NOWHERE;
    }

    /** Without its footer nobody takes what was written for an artifact. */
    @Override
    public void abandon(boolean keep) {}
}
