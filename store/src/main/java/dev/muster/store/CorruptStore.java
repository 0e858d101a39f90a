package dev.muster.store;

import java.io.Serial;

/** The store's files do not make sense: damaged, of another database, or of a newer format. Stops that database only. */
public final class CorruptStore extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public CorruptStore(String message, Throwable cause) {
        super(message, cause);
    }
}
