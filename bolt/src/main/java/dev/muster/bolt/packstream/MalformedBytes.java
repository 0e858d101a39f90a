package dev.muster.bolt.packstream;

import java.io.Serial;

/** The bytes are not PackStream; nothing that follows in the message can be understood. */
public final class MalformedBytes extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public MalformedBytes(String message) {
        super(message);
    }
}
