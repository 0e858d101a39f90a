package dev.muster.catalog.security;

import dev.muster.catalog.Catalog.ShownDatabases;
import dev.muster.catalog.Vocabulary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What SHOW ROLES answers: a row per role, or per role and member. */
final class ShownRoles {
    private ShownRoles() {}

    static ShownDatabases show(
            SecurityCommand.ShowRoles command, Security security, Vocabulary vocabulary, boolean allColumns) {
        boolean immutable = allColumns && vocabulary == Vocabulary.V5;
        List<String> columns = new ArrayList<>(List.of("role"));
        if (immutable) {
            columns.add("immutable");
        }
        if (command.withUsers()) {
            columns.add("member");
        }
        List<List<Object>> rows = new ArrayList<>();
        for (Role role : security.roles().values()) {
            List<String> members = members(role.name(), security);
            if (!command.withUsers()) {
                if (!command.populated() || !members.isEmpty()) {
                    rows.add(row(role, immutable));
                }
            } else if (members.isEmpty() && !command.populated()) {
                rows.add(row(role, immutable, (Object) null));
            } else {
                members.forEach(member -> rows.add(row(role, immutable, member)));
            }
        }
        return new ShownDatabases(List.copyOf(columns), rows);
    }

    private static List<Object> row(Role role, boolean immutable, Object... member) {
        List<Object> row = new ArrayList<>();
        row.add(role.name());
        if (immutable) {
            row.add(false);
        }
        Collections.addAll(row, member);
        return Collections.unmodifiableList(row);
    }

    private static List<String> members(String role, Security security) {
        return security.users().values().stream()
                .filter(user -> role.equals(Role.PUBLIC) || user.roles().contains(role))
                .map(User::name)
                .toList();
    }
}
