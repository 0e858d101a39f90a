package dev.muster.bolt.status;

import java.util.List;

/**
 * What is known of an error beyond its Neo4j code and text.
 *
 * @param gqlStatus the GQLSTATUS that says most, or null if the one of the Neo4j code says all
 * @param arguments what fills the blanks of its text, in the order of the error's own text; may be too few
 * @param place where in the statement it is, or null
 */
public record ErrorDetail(String gqlStatus, List<String> arguments, Place place) {
    /** Nothing is known. */
    public static final ErrorDetail NONE = new ErrorDetail(null, List.of(), null);

    public ErrorDetail {
        arguments = List.copyOf(arguments);
    }
}
