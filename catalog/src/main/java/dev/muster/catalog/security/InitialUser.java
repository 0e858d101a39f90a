package dev.muster.catalog.security;

/**
 * The administrator that a system begins with. A tool may choose it before the first start, by a file that holds {@link
 * #text} beside the data.
 */
public record InitialUser(String name, String credentials, boolean passwordChangeRequired) {
    /** Whom a system begins with if nobody has said otherwise: {@code neo4j} with a password that everybody knows. */
    public static final InitialUser DEFAULT = new InitialUser("neo4j", PasswordHash.WELL_KNOWN, true);

    private static final String CHANGE_REQUIRED = "password_change_required";

    /** One line {@code name:credentials:[password_change_required]}. */
    public String text() {
        return name + ":" + credentials + ":" + (passwordChangeRequired ? CHANGE_REQUIRED : "") + "\n";
    }

    /** Throws {@link IllegalArgumentException} if it is no such line. */
    public static InitialUser parse(String text) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length != 3
                || parts[0].isEmpty()
                || !PasswordHash.isOne(parts[1])
                || !(parts[2].isEmpty() || parts[2].equals(CHANGE_REQUIRED))) {
            throw new IllegalArgumentException("it does not say name:credentials:[" + CHANGE_REQUIRED + "]");
        }
        return new InitialUser(parts[0], parts[1], parts[2].equals(CHANGE_REQUIRED));
    }

    @Override
    public String toString() {
        return "initial user " + name;
    }
}
