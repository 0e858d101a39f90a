package dev.muster.catalog;

import java.io.Serial;
import java.util.List;

/** A command cannot be carried out; status code and text as in facts/backup-and-admin.md F.7 and F.8. */
public final class CatalogException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 2;

    private final String code;
    private final String gqlStatus;
    private final transient List<String> arguments;

    public CatalogException(String code, String message) {
        this(code, message, null, List.of());
    }

    /** {@code gqlStatus} says more than the code's own, or is null; {@code arguments} fill the blanks of its text. */
    public CatalogException(String code, String message, String gqlStatus, List<String> arguments) {
        super(message);
        this.code = code;
        this.gqlStatus = gqlStatus;
        this.arguments = List.copyOf(arguments);
    }

    /** For instance {@code Neo.ClientError.Database.ExistingDatabaseFound}. */
    public String code() {
        return code;
    }

    /** The GQLSTATUS, or null if the code says all. */
    public String gqlStatus() {
        return gqlStatus;
    }

    /** What differs in the text of the GQLSTATUS, in its order. */
    public List<String> arguments() {
        return arguments;
    }
}
