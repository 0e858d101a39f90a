package dev.muster.cypher.parse;

import dev.muster.cypher.ast.Command;
import dev.muster.cypher.ast.Query;

/** A statement as read: either a query or a command, the other is null. {@code use} is the database of a leading USE, or null. */
public record Parsed(Source source, String use, Query query, Command command) {}
