package dev.muster.catalog.security;

import java.util.UUID;

/**
 * Where a privilege holds: on all databases (or on the whole system, for what is not about databases), on the home database
 * of whoever has it, or on one database. That one is named by its id, so that a database of the same name that is created
 * later does not inherit it.
 *
 * @param databaseId only of {@link Kind#ONE}
 */
public record Scope(Kind kind, UUID databaseId) {
    /** On how much. */
    public enum Kind {
        ALL,
        HOME,
        ONE
    }

    public static final Scope ALL = new Scope(Kind.ALL, null);
    public static final Scope HOME = new Scope(Kind.HOME, null);

    public static Scope of(UUID databaseId) {
        return new Scope(Kind.ONE, databaseId);
    }

    /** Whether it comprises a database (null: one that does not exist) for somebody with that home database (or null). */
    boolean holdsFor(UUID database, UUID home) {
        return switch (kind) {
            case ALL -> true;
            case HOME -> database != null && database.equals(home);
            case ONE -> databaseId.equals(database);
        };
    }

    String text() {
        return kind == Kind.ONE ? databaseId.toString() : kind.name();
    }

    static Scope parse(String text) {
        return switch (text) {
            case "ALL" -> ALL;
            case "HOME" -> HOME;
            default -> of(UUID.fromString(text));
        };
    }
}
