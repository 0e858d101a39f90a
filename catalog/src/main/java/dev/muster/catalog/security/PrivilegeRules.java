package dev.muster.catalog.security;

import dev.muster.catalog.DatabaseNames;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** GRANT, DENY and REVOKE of privileges. Pure. */
final class PrivilegeRules {
    private PrivilegeRules() {}

    /**
     * What grants or denies needs roles and databases that exist; what revokes takes nothing from those that do not.
     *
     * @param databases ids by name
     */
    static Security change(ChangePrivilege command, Security before, Map<String, UUID> databases) {
        boolean adds = command.change() == Change.GRANT || command.change() == Change.DENY;
        Security after = before;
        for (String name : command.roles()) {
            Role role = after.role(name);
            if (role == null && adds) {
                throw SecurityError.PRIVILEGE_NO_ROLE.exception(verb(command), words(command), name);
            }
            if (role != null) {
                for (Scope scope : scopes(command, databases, adds ? name : null)) {
                    for (Privilege privilege : privileges(command, scope)) {
                        role = adds ? role.with(privilege) : role.without(privilege);
                    }
                }
                after = after.with(role);
            }
        }
        return after;
    }

    private static List<Scope> scopes(ChangePrivilege command, Map<String, UUID> databases, String roleToExplain) {
        if (command.scope() != Scope.Kind.ONE) {
            return List.of(command.scope() == Scope.Kind.ALL ? Scope.ALL : Scope.HOME);
        }
        List<Scope> scopes = new ArrayList<>();
        for (String database : command.databases()) {
            UUID id = databases.get(DatabaseNames.folded(database));
            if (id == null && roleToExplain != null) {
                throw SecurityError.PRIVILEGE_NO_DATABASE.exception(
                        verb(command), words(command), roleToExplain, database);
            } else if (id != null) {
                scopes.add(Scope.of(id));
            }
        }
        return scopes;
    }

    static List<Privilege> privileges(ChangePrivilege command, Scope scope) {
        List<Privilege.Access> accesses = switch (command.change()) {
            case GRANT, REVOKE_GRANT -> List.of(Privilege.Access.GRANT);
            case DENY, REVOKE_DENY -> List.of(Privilege.Access.DENY);
            case REVOKE -> List.of(Privilege.Access.GRANT, Privilege.Access.DENY);
        };
        List<Privilege> privileges = new ArrayList<>();
        for (Privilege.Access access : accesses) {
            if (command.users().isEmpty()) {
                privileges.add(new Privilege(access, command.action(), scope, null));
            }
            command.users()
                    .forEach(user -> privileges.add(
                            new Privilege(access, command.action(), scope, SecurityNames.checkedUser(user))));
        }
        return privileges;
    }

    private static String verb(ChangePrivilege command) {
        return command.verb().toLowerCase(Locale.ROOT);
    }

    private static String words(ChangePrivilege command) {
        return command.action().words().toLowerCase(Locale.ROOT);
    }
}
