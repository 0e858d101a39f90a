package dev.muster.catalog;

import java.io.Serial;

/** A command cannot be carried out; status code and text as in facts/backup-and-admin.md F.7 and F.8. */
public final class CatalogException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;

    public CatalogException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** For instance {@code Neo.ClientError.Database.ExistingDatabaseFound}. */
    public String code() {
        return code;
    }
}
