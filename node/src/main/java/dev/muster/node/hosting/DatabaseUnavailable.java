package dev.muster.node.hosting;

import java.io.Serial;

/** The database does not run on this server at the moment; {@code status} says how it stands. */
public final class DatabaseUnavailable extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String status;

    public DatabaseUnavailable(String name, String status, String message) {
        super("Database '" + name + "' is unavailable: it is " + status
                + (message.isEmpty() ? "." : " (" + message + ")."));
        this.status = status;
    }

    /** As {@code SHOW DATABASES} has it. */
    public String status() {
        return status;
    }
}
