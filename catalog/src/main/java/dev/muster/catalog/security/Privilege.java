package dev.muster.catalog.security;

/**
 * Something that a role is granted or denied.
 *
 * @param user the one whom {@link Action#IMPERSONATE} is about; null for all, and for other actions
 */
public record Privilege(Access access, Action action, Scope scope, String user) implements Comparable<Privilege> {
    /** Which of both. */
    public enum Access {
        GRANT("GRANTED"),
        DENY("DENIED");

        private final String shown;

        Access(String shown) {
            this.shown = shown;
        }

        String shown() {
            return shown;
        }
    }

    static Privilege granted(Action action, Scope scope) {
        return new Privilege(Access.GRANT, action, scope, null);
    }

    /** As it is kept: a user's name comes last, since it may have any characters but white space. */
    String text() {
        String text = access + " " + action + " " + scope.text();
        return user == null ? text : text + " " + user;
    }

    static Privilege parse(String text) {
        String[] parts = text.split(" ", 4);
        return new Privilege(
                Access.valueOf(parts[0]),
                Action.valueOf(parts[1]),
                Scope.parse(parts[2]),
                parts.length == 4 ? parts[3] : null);
    }

    @Override
    public int compareTo(Privilege other) {
        return text().compareTo(other.text());
    }
}
