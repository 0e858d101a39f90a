package dev.muster.catalog.security;

import dev.muster.catalog.CatalogNotice;
import dev.muster.catalog.CatalogNotice.Told;
import dev.muster.catalog.DatabaseNames;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is to be told of a command about users, roles or privileges that has been carried out: which parts of it had no
 * effect, since they were so already or name what there is not. Pure.
 *
 * @param databases ids by name
 */
record SecurityNotices(Security before, Map<String, UUID> databases, List<Told> told) {
    static List<Told> of(SecurityCommand command, Security before, Map<String, UUID> databases) {
        SecurityNotices notices = new SecurityNotices(before, databases, new ArrayList<>());
        if (command instanceof SecurityCommand.CreateUser create) {
            boolean kept = create.ifNotExists() && before.user(create.name()) != null;
            notices.home(kept ? null : create.home());
        } else if (command instanceof SecurityCommand.AlterUser alter) {
            notices.home(before.user(alter.name()) == null ? null : alter.home());
        } else if (command instanceof SecurityCommand.GrantRoles grant) {
            grant.roles().forEach(role -> grant.users().forEach(user -> notices.granted(role, user)));
        } else if (command instanceof SecurityCommand.RevokeRoles revoke) {
            revoke.roles().forEach(role -> revoke.users().forEach(user -> notices.revoked(role, user)));
        } else if (command instanceof ChangePrivilege change) {
            change.roles().forEach(role -> notices.changed(change, role));
        }
        return notices.told;
    }

    private void home(String name) {
        if (name != null && !databases.containsKey(DatabaseNames.folded(name))) {
            told.add(CatalogNotice.HOME_NOT_FOUND.of(name));
        }
    }

    private void granted(String role, String user) {
        if (hasRole(user, role)) {
            told.add(CatalogNotice.ROLE_ASSIGNED.of(PrivilegeText.assignment(true, role, user)));
        }
    }

    private void revoked(String role, String user) {
        String command = PrivilegeText.assignment(false, role, user);
        if (before.role(role) == null) {
            told.add(CatalogNotice.IMPOSSIBLE_REVOKE.of(command, "Role does not exist."));
        } else if (before.user(user) == null) {
            told.add(CatalogNotice.IMPOSSIBLE_REVOKE.of(command, "User does not exist."));
        } else if (!hasRole(user, role)) {
            told.add(CatalogNotice.ROLE_NOT_ASSIGNED.of(command));
        }
    }

    private boolean hasRole(String user, String role) {
        return role.equals(Role.PUBLIC) || before.user(user).roles().contains(role);
    }

    private void changed(ChangePrivilege change, String role) {
        if (change.scope() != Scope.Kind.ONE) {
            changed(change, role, null, change.scope() == Scope.Kind.ALL ? Scope.ALL : Scope.HOME);
            return;
        }
        for (String database : change.databases()) {
            UUID id = databases.get(DatabaseNames.folded(database));
            if (id == null) { // only of REVOKE: others have failed
                impossible(change, role, database, "Database `" + database + "` does not exist.");
            } else {
                changed(change, role, database, Scope.of(id));
            }
        }
    }

    private void changed(ChangePrivilege change, String role, String database, Scope scope) {
        if (before.role(role) == null) {
            impossible(change, role, database, "Role does not exist.");
            return;
        }
        List<Privilege> privileges = PrivilegeRules.privileges(change, scope);
        boolean adds = change.change() == Change.GRANT || change.change() == Change.DENY;
        // A plain REVOKE takes whichever there is: that one of both was not there is no news.
        boolean takesOneOfBoth =
                change.change() == Change.REVOKE && privileges.stream().anyMatch(one -> has(role, one));
        for (Privilege privilege : privileges) {
            if (has(role, privilege) == adds && !takesOneOfBoth) {
                CatalogNotice notice = adds ? CatalogNotice.PRIVILEGE_ASSIGNED : CatalogNotice.PRIVILEGE_NOT_ASSIGNED;
                told.add(notice.of(PrivilegeText.command(verb(adds, privilege), privilege, database, role, false)));
            }
        }
    }

    private boolean has(String role, Privilege privilege) {
        return before.role(role).privileges().contains(privilege);
    }

    private void impossible(ChangePrivilege change, String role, String database, String cause) {
        // Which database does not matter where there is none: the privilege is only written out.
        Scope scope = change.scope() == Scope.Kind.ONE
                ? Scope.of(new UUID(0, 0))
                : change.scope() == Scope.Kind.ALL ? Scope.ALL : Scope.HOME;
        for (Privilege privilege : PrivilegeRules.privileges(change, scope)) {
            told.add(CatalogNotice.IMPOSSIBLE_REVOKE.of(
                    PrivilegeText.command(verb(false, privilege), privilege, database, role, false), cause));
        }
    }

    private static PrivilegeText.Verb verb(boolean adds, Privilege privilege) {
        return new PrivilegeText.Verb((adds ? "" : "REVOKE ") + privilege.access(), adds);
    }
}
