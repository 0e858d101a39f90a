package dev.muster.catalog.security;

import dev.muster.catalog.Catalog.ShownDatabases;
import dev.muster.catalog.Vocabulary;
import dev.muster.catalog.security.SecurityCommand.ShowPrivileges;
import dev.muster.catalog.security.SecurityCommand.ShowPrivileges.Form;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What SHOW PRIVILEGES answers. Privileges on databases that are gone are not shown: nobody can have them again. A privilege
 * to read or write a graph is shown as one on nodes and one on relationships.
 */
final class ShownPrivileges {
    private final Security security;
    private final Map<UUID, String> names = new TreeMap<>();
    private final boolean immutable;

    ShownPrivileges(Security security, Map<String, UUID> databases, Vocabulary vocabulary) {
        this.security = security;
        databases.forEach((name, id) -> names.put(id, name));
        this.immutable = vocabulary == Vocabulary.V5;
    }

    ShownDatabases show(ShowPrivileges command, String asker, boolean allColumns) {
        List<Shown> shown = shown(command, asker);
        boolean ofUsers = command.of() == ShowPrivileges.Of.USERS;
        return command.form() == Form.COLUMNS
                ? columns(shown, ofUsers)
                : commands(shown, command.form() == Form.REVOKE_COMMANDS, allColumns);
    }

    /** A privilege, whose role it is and, if that was asked, which user has it from there. */
    private record Shown(Privilege privilege, String role, String user) {}

    private List<Shown> shown(ShowPrivileges command, String asker) {
        List<Shown> shown = new ArrayList<>();
        switch (command.of()) {
            case ALL -> ofRoles(security.roles().keySet(), null, shown);
            case ROLES -> ofRoles(new TreeSet<>(command.names()), null, shown);
            case USERS -> {
                Collection<String> users =
                        command.names().isEmpty() && asker != null ? List.of(asker) : new TreeSet<>(command.names());
                for (String name : users) {
                    User user = security.user(name);
                    if (user != null) {
                        ofRoles(new TreeSet<>(ShownUsers.roles(user)), name, shown);
                    }
                }
            }
        }
        return shown;
    }

    private void ofRoles(Collection<String> roles, String user, List<Shown> shown) {
        for (String name : roles) {
            Role role = security.role(name);
            if (role != null) {
                role.privileges().stream()
                        .filter(privilege -> privilege.scope().kind() != Scope.Kind.ONE
                                || names.containsKey(privilege.scope().databaseId()))
                        .forEach(privilege -> shown.add(new Shown(privilege, name, user)));
            }
        }
    }

    private ShownDatabases columns(List<Shown> shown, boolean ofUsers) {
        List<String> columns = new ArrayList<>(List.of("access", "action", "resource", "graph", "segment", "role"));
        if (immutable) {
            columns.add("immutable");
        }
        if (ofUsers) {
            columns.add("user");
        }
        List<List<Object>> rows = new ArrayList<>();
        for (Shown one : shown) {
            for (String segment : segments(one.privilege())) {
                List<Object> row = new ArrayList<>(List.of(
                        one.privilege().access().shown(),
                        one.privilege().action().shown(),
                        resource(one.privilege().action()),
                        graph(one.privilege().scope()),
                        segment,
                        one.role()));
                if (immutable) {
                    row.add(false);
                }
                if (ofUsers) {
                    row.add(one.user());
                }
                rows.add(Collections.unmodifiableList(row));
            }
        }
        return new ShownDatabases(List.copyOf(columns), rows);
    }

    private static String resource(Action action) {
        return action == Action.MATCH
                ? "all_properties"
                : action.target() == Action.Target.GRAPH ? "graph" : "database";
    }

    private static List<String> segments(Privilege privilege) {
        if (privilege.action().target() == Action.Target.GRAPH) {
            return List.of("NODE(*)", "RELATIONSHIP(*)");
        }
        return privilege.action() == Action.IMPERSONATE
                ? List.of("USER(" + (privilege.user() == null ? "*" : privilege.user()) + ")")
                : List.of("database");
    }

    private String graph(Scope scope) {
        return switch (scope.kind()) {
            case ALL -> "*";
            case HOME -> "HOME";
            case ONE -> names.get(scope.databaseId());
        };
    }

    private String nameOf(Scope scope) {
        return scope.kind() == Scope.Kind.ONE ? names.get(scope.databaseId()) : null;
    }

    private ShownDatabases commands(List<Shown> shown, boolean revoke, boolean allColumns) {
        boolean more = allColumns && immutable;
        TreeSet<String> commands = new TreeSet<>();
        shown.forEach(one -> commands.add(command(one, revoke)));
        return new ShownDatabases(
                more ? List.of("command", "immutable") : List.of("command"),
                commands.stream()
                        .map(command -> more ? List.<Object>of(command, false) : List.<Object>of(command))
                        .toList());
    }

    private String command(Shown one, boolean revoke) {
        Privilege privilege = one.privilege();
        String verb = (revoke ? "REVOKE " : "") + privilege.access();
        return PrivilegeText.command(
                new PrivilegeText.Verb(verb, !revoke), privilege, nameOf(privilege.scope()), one.role(), true);
    }
}
