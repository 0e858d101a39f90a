package dev.muster.cypher;

import java.io.Serial;
import java.util.List;

/** A statement failed for a reason its author can understand: a Neo4j status code and a text. */
public final class CypherException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final transient Detail detail;

    /**
     * What is known beyond code and text.
     *
     * @param gqlStatus the GQLSTATUS that says most about it, or null
     * @param arguments what differs in its text, in the order of our own text
     * @param place where in the statement it is, or null
     */
    public record Detail(String gqlStatus, List<String> arguments, Place place) {
        /** Nothing is known. */
        public static final Detail NONE = new Detail(null, List.of(), null);

        public Detail {
            arguments = List.copyOf(arguments);
        }

        /** The same at a place. */
        public Detail at(Place where) {
            return new Detail(gqlStatus, arguments, where);
        }
    }

    public CypherException(String code, String message) {
        this(code, message, Detail.NONE);
    }

    public CypherException(String code, String message, Detail detail) {
        super(message);
        this.code = code;
        this.detail = detail;
    }

    /** For instance {@code Neo.ClientError.Statement.SyntaxError}. */
    public String code() {
        return code;
    }

    /** What is known beyond code and text. */
    public Detail detail() {
        return detail;
    }
}
