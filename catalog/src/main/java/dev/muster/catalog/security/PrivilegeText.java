package dev.muster.catalog.security;

import java.util.regex.Pattern;

/** Commands about roles and privileges, written out. Pure. */
final class PrivilegeText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private PrivilegeText() {}

    /** {@code GRANT}, {@code REVOKE DENY} … and whether that gives something {@code TO} a role, or takes it {@code FROM} one. */
    record Verb(String words, boolean gives) {}

    /**
     * The command that does this with one privilege of one role.
     *
     * @param database the name of the privilege's database, if it is about one
     * @param quoted whether all names are quoted, not only those that need it
     */
    static String command(Verb verb, Privilege privilege, String database, String role, boolean quoted) {
        String start = verb.words() + " " + privilege.action().words();
        String end = (verb.gives() ? " TO " : " FROM ") + name(role, quoted);
        return switch (privilege.action().target()) {
            case DBMS -> start + whom(privilege, quoted) + " ON DBMS" + end;
            case DATABASE -> start + " ON " + place(privilege.scope(), "DATABASE", database, quoted) + end;
            case GRAPH -> start + " ON " + place(privilege.scope(), "GRAPH", database, quoted) + end;
        };
    }

    /** {@code GRANT ROLE role TO user}, or {@code REVOKE ROLE role FROM user}. */
    static String assignment(boolean gives, String role, String user) {
        return (gives ? "GRANT ROLE " : "REVOKE ROLE ")
                + name(role, false)
                + (gives ? " TO " : " FROM ")
                + name(user, false);
    }

    private static String whom(Privilege privilege, boolean quoted) {
        if (privilege.action() != Action.IMPERSONATE) {
            return "";
        }
        return privilege.user() == null ? " (*)" : " (" + name(privilege.user(), quoted) + ")";
    }

    private static String place(Scope scope, String what, String database, boolean quoted) {
        return switch (scope.kind()) {
            case ALL -> what + " *";
            case HOME -> "HOME " + what;
            case ONE -> what + " " + name(database, quoted);
        };
    }

    private static String name(String name, boolean quoted) {
        return !quoted && PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
    }
}
