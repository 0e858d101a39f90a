package dev.muster.cypher;

import java.io.Serial;

/** A statement failed for a reason its author can understand: a Neo4j status code and a text. */
public final class CypherException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;

    public CypherException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** For instance {@code Neo.ClientError.Statement.SyntaxError}. */
    public String code() {
        return code;
    }
}
