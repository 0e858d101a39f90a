package dev.muster.catalog.security;

import dev.muster.catalog.Catalog.ShownDatabases;
import dev.muster.catalog.Vocabulary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** What SHOW USERS and SHOW CURRENT USER answer; home databases came with 4.3. */
final class ShownUsers {
    private ShownUsers() {}

    /** By name. */
    static ShownDatabases all(Security security, Vocabulary vocabulary) {
        return table(security.users().values(), vocabulary);
    }

    /** Nobody, if authentication is off. */
    static ShownDatabases one(Security security, Vocabulary vocabulary, String asker) {
        User user = asker == null ? null : security.user(asker);
        return table(user == null ? List.of() : List.of(user), vocabulary);
    }

    /** A user's roles, PUBLIC last. */
    static List<String> roles(User user) {
        List<String> roles = new ArrayList<>(user.roles());
        roles.add(Role.PUBLIC);
        return roles;
    }

    private static ShownDatabases table(Collection<User> users, Vocabulary vocabulary) {
        List<String> columns = List.of("user", "roles", "passwordChangeRequired", "suspended", "home");
        int shown = vocabulary == Vocabulary.V4_0 ? columns.size() - 1 : columns.size();
        return new ShownDatabases(
                columns.subList(0, shown),
                users.stream().map(user -> row(user).subList(0, shown)).toList());
    }

    private static List<Object> row(User user) {
        List<Object> row = new ArrayList<>();
        row.add(user.name());
        row.add(roles(user));
        row.add(user.passwordChangeRequired());
        row.add(user.suspended());
        row.add(user.home());
        return Collections.unmodifiableList(row);
    }
}
