package dev.muster.cypher;

/**
 * What a statement's author is told although it did not fail. Texts and codes are those of Neo4j 5.
 *
 * @param code for instance {@code Neo.ClientNotification.Statement.UnknownLabelWarning}
 * @param title what kind of notification it is, in a sentence
 * @param description what it is about here
 * @param gqlStatus its GQLSTATUS, and {@code statusDescription} what that says
 * @param place where in the statement it is, or null
 */
public record Notification(
        String code,
        String title,
        String description,
        String gqlStatus,
        String statusDescription,
        Severity severity,
        Category category,
        Place place) {
    /** How much it matters. */
    public enum Severity {
        WARNING,
        INFORMATION
    }

    /** What it is about. */
    public enum Category {
        HINT,
        UNRECOGNIZED,
        PERFORMANCE,
        DEPRECATION,
        SCHEMA,
        GENERIC
    }
}
