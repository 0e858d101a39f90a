package dev.muster.catalog.security;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Somebody who may log in.
 *
 * @param credentials what {@link PasswordHash} made of the password
 * @param home the name of the home database, which need not exist; null for the default database
 * @param roles without {@code PUBLIC}, which everybody has
 */
public record User(
        String name,
        String credentials,
        boolean passwordChangeRequired,
        boolean suspended,
        String home,
        SortedSet<String> roles) {
    public User {
        roles = Collections.unmodifiableSortedSet(new TreeSet<>(roles));
    }

    /** Whether the password is still the one that everybody knows. */
    public boolean hasWellKnownPassword() {
        return credentials.equals(PasswordHash.WELL_KNOWN);
    }

    /** Never the credentials: this may come into a log. */
    @Override
    public String toString() {
        return "user " + name + " with roles " + roles;
    }

    User withName(String other) {
        return new User(other, credentials, passwordChangeRequired, suspended, home, roles);
    }

    User withCredentials(String other) {
        return new User(name, other, passwordChangeRequired, suspended, home, roles);
    }

    User withPasswordChangeRequired(boolean required) {
        return new User(name, credentials, required, suspended, home, roles);
    }

    User withSuspended(boolean other) {
        return new User(name, credentials, passwordChangeRequired, other, home, roles);
    }

    User withHome(String other) {
        return new User(name, credentials, passwordChangeRequired, suspended, other, roles);
    }

    User withRole(String role) {
        SortedSet<String> more = new TreeSet<>(roles);
        more.add(role);
        return new User(name, credentials, passwordChangeRequired, suspended, home, more);
    }

    User withoutRole(String role) {
        SortedSet<String> fewer = new TreeSet<>(roles);
        fewer.remove(role);
        return new User(name, credentials, passwordChangeRequired, suspended, home, fewer);
    }
}
