package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Query;
import dev.muster.cypher.notice.Notices;

/**
 * A statement as read: either a query or a command, the other is null. {@code use} is the database that it is for by
 * its USE, or null; {@code within} the one that a part of it names, while others leave it to the session, or null; {@code notices} has
 * what is to be said of it so far.
 */
public record Parsed(
        Source source, Mode mode, String use, String within, Query query, Command command, Notices notices) {
    /** A statement of which no part names a database of its own. */
    public Parsed(Source source, Mode mode, String use, Query query, Command command, Notices notices) {
        this(source, mode, use, null, query, command, notices);
    }

    /** What is wanted of the statement. */
    public enum Mode {
        RUN,
        /** Only its plan. */
        EXPLAIN,
        /** That it runs, and its plan with what was counted. */
        PROFILE
    }
}
