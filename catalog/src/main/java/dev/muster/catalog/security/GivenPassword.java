package dev.muster.catalog.security;

import java.util.Objects;

/** A password as a command gives it: in plain text, or already {@link PasswordHash hashed}. Never prints itself. */
public final class GivenPassword {
    private final String text;
    private final boolean encrypted;

    private GivenPassword(String text, boolean encrypted) {
        this.text = Objects.requireNonNull(text);
        this.encrypted = encrypted;
    }

    public static GivenPassword plain(String password) {
        return new GivenPassword(password, false);
    }

    /** What {@link PasswordHash} made of a password, here or in Neo4j. */
    public static GivenPassword encrypted(String credentials) {
        return new GivenPassword(credentials, true);
    }

    public boolean isEncrypted() {
        return encrypted;
    }

    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GivenPassword password && password.encrypted == encrypted && password.text.equals(text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(text, encrypted);
    }

    @Override
    public String toString() {
        return "'******'";
    }
}
