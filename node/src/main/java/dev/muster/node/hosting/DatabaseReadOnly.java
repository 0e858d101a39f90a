package dev.muster.node.hosting;

import java.io.Serial;

/** This server refuses to write the database: by its settings, or because ALTER DATABASE has said so. Nothing happened. */
public final class DatabaseReadOnly extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public DatabaseReadOnly(String message) {
        super(message);
    }
}
