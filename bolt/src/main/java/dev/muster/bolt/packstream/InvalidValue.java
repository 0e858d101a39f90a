package dev.muster.bolt.packstream;

import java.io.Serial;

/** Well-formed PackStream that means no value we take: a node as a parameter, a 25th hour, an unknown time zone. */
public final class InvalidValue extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public InvalidValue(String message) {
        super(message);
    }

    InvalidValue(String message, Throwable cause) {
        super(message, cause);
    }
}
