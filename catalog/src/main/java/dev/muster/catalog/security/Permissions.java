package dev.muster.catalog.security;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What one user may do: all that one of the roles is granted, without what any of them is denied. Pure; as of one version of
 * {@code system}.
 */
public final class Permissions {
    /** Of everybody, where authentication is off. */
    public static final Permissions ALL = new Permissions(null, new TreeSet<>(), List.of(), null);

    private final String user;
    private final SortedSet<String> roles;
    private final List<Privilege> privileges;
    private final UUID home;

    private Permissions(String user, SortedSet<String> roles, List<Privilege> privileges, UUID home) {
        this.user = user;
        this.roles = roles;
        this.privileges = privileges;
        this.home = home;
    }

    /**
     * Of a user; one who is suspended or does not exist any more has lost all roles.
     *
     * @param home the id of the user's home database, or null if it does not exist
     */
    public static Permissions of(Security security, String user, UUID home) {
        User known = security.user(user);
        SortedSet<String> roles = new TreeSet<>();
        if (known != null && !known.suspended()) {
            roles.addAll(known.roles());
            roles.add(Role.PUBLIC);
        }
        List<Privilege> privileges = new ArrayList<>();
        for (String name : roles) {
            Role role = security.role(name);
            if (role != null) {
                privileges.addAll(role.privileges());
            }
        }
        return new Permissions(user, roles, privileges, home);
    }

    /** Of whoever had this role and no other. */
    public static Permissions of(Role role) {
        return new Permissions("", new TreeSet<>(List.of(role.name())), List.copyOf(role.privileges()), null);
    }

    /** Whether nothing is forbidden, so that nothing needs to be asked. */
    public boolean isUnlimited() {
        return user == null;
    }

    /** Whose they are; null where authentication is off. */
    public String user() {
        return user;
    }

    /** Whether the action may be done on the database of that id; null stands for one that does not exist. */
    public boolean allows(Action action, UUID database) {
        return allows(action, database, null);
    }

    /** Whether an action may be done that is not about a database. */
    public boolean allows(Action action) {
        return allows(action, null, null);
    }

    /** Whether another user's place may be taken; one's own always. */
    public boolean allowsToImpersonate(String other) {
        return other.equals(user) || allows(Action.IMPERSONATE, null, other);
    }

    /** Whether all databases are to be seen, also those that may not be entered. */
    public boolean seesAllDatabases() {
        return allows(Action.CREATE_DATABASE) || allows(Action.DROP_DATABASE) || allows(Action.ALTER_DATABASE);
    }

    private boolean allows(Action action, UUID database, String other) {
        if (isUnlimited()) {
            return true;
        }
        boolean granted = false;
        for (Privilege privilege : privileges) {
            if (privilege.action().covers(action)
                    && privilege.scope().holdsFor(database, home)
                    && (privilege.user() == null || privilege.user().equals(other))) {
                if (privilege.access() == Privilege.Access.DENY) {
                    return false;
                }
                granted = true;
            }
        }
        return granted;
    }

    /** As messages name whoever was refused: {@code user 'ann' with roles [PUBLIC, reader]}. */
    public String who() {
        return "user '" + user + "' with roles " + roles;
    }
}
