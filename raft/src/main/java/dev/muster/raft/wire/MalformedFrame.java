package dev.muster.raft.wire;

import java.io.Serial;

/** Bytes from a peer or the log are not what they should be. */
public final class MalformedFrame extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public MalformedFrame(String message) {
        super(message);
    }
}
