package dev.muster.bolt.message;

import java.io.Serial;

/** A message we can read but not obey: a field is missing, of a wrong type or out of range. */
public final class InvalidMessage extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public InvalidMessage(String message) {
        super(message);
    }
}
