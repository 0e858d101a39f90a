package dev.muster.catalog.security;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** All users and roles there are, by name, as of one version of {@code system}. Immutable. */
public record Security(SortedMap<String, User> users, SortedMap<String, Role> roles) {
    public Security {
        users = Collections.unmodifiableSortedMap(new TreeMap<>(users));
        roles = Collections.unmodifiableSortedMap(new TreeMap<>(roles));
    }

    /** What a system begins with: the built-in roles and one user who is an administrator. */
    static Security initial(InitialUser user) {
        TreeMap<String, User> users = new TreeMap<>();
        TreeSet<String> roles = new TreeSet<>();
        roles.add(BuiltInRoles.ADMIN);
        users.put(
                user.name(),
                new User(user.name(), user.credentials(), user.passwordChangeRequired(), false, null, roles));
        return new Security(users, BuiltInRoles.all());
    }

    /** The user of that name, or null; names are case sensitive. */
    public User user(String name) {
        return users.get(name);
    }

    Role role(String name) {
        return roles.get(name);
    }

    Security with(User user) {
        TreeMap<String, User> changed = new TreeMap<>(users);
        changed.put(user.name(), user);
        return new Security(changed, roles);
    }

    Security withoutUser(String name) {
        TreeMap<String, User> changed = new TreeMap<>(users);
        changed.remove(name);
        return new Security(changed, roles);
    }

    Security with(Role role) {
        TreeMap<String, Role> changed = new TreeMap<>(roles);
        changed.put(role.name(), role);
        return new Security(users, changed);
    }

    /** Without the role, which nobody has any longer either. */
    Security withoutRole(String name) {
        TreeMap<String, Role> changedRoles = new TreeMap<>(roles);
        changedRoles.remove(name);
        TreeMap<String, User> changedUsers = new TreeMap<>();
        users.values().forEach(user -> changedUsers.put(user.name(), user.withoutRole(name)));
        return new Security(changedUsers, changedRoles);
    }
}
