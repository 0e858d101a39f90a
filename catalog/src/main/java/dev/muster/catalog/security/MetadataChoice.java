package dev.muster.catalog.security;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which users and roles go with a backup of a database ({@code --include-metadata}, facts A.10).
 *
 * @param users only these; empty for all who can use the database
 */
public record MetadataChoice(Kind kind, List<String> users) {
    public static final MetadataChoice NONE = new MetadataChoice(Kind.NONE, List.of());
    public static final MetadataChoice ALL = new MetadataChoice(Kind.ALL, List.of());

    private static final Pattern FORM = Pattern.compile("(?i)none|all|roles|users(=[^,=]+(,[^,=]+)*)?");

    /** What goes along. */
    public enum Kind {
        NONE,
        /** Roles and users. */
        ALL,
        USERS,
        /** Roles, with their privileges on the database. */
        ROLES
    }

    public MetadataChoice {
        users = List.copyOf(new TreeSet<>(users));
    }

    /** Reads {@code none}, {@code all}, {@code roles}, {@code users} or {@code users=u1,u2}. Throws {@link IllegalArgumentException}. */
    public static MetadataChoice parse(String text) {
        if (text == null || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not one of none, all, users, users=u1,u2, roles");
        }
        int names = text.indexOf('=');
        String kind = (names < 0 ? text : text.substring(0, names)).toUpperCase(Locale.ROOT);
        return new MetadataChoice(
                Kind.valueOf(kind),
                names < 0 ? List.of() : List.of(text.substring(names + 1).split(",")));
    }

    boolean withRoles() {
        return kind == Kind.ALL || kind == Kind.ROLES;
    }

    boolean withUser(String name) {
        return (kind == Kind.ALL || kind == Kind.USERS) && (users.isEmpty() || users.contains(name));
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + (users.isEmpty() ? "" : "=" + String.join(",", users));
    }
}
