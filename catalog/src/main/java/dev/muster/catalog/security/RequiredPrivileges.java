package dev.muster.catalog.security;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.DatabaseNames;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What one must be allowed to do in order to give a command: the one place that says so for all of them. */
public final class RequiredPrivileges {
    private RequiredPrivileges() {}

    /**
     * Throws {@link SecurityError#DENIED} with the first privilege that is missing. Showing databases needs none: one sees
     * those that one may.
     *
     * @param databases ids by name
     */
    public static void check(AdminCommand command, Permissions permissions, Map<String, UUID> databases) {
        if (permissions.isUnlimited()) {
            return;
        }
        String database = command instanceof AdminCommand.StartDatabase start
                ? start.name()
                : command instanceof AdminCommand.StopDatabase stop ? stop.name() : null;
        UUID id = database == null ? null : databases.get(DatabaseNames.folded(database));
        for (Action action : actions(command, permissions.user())) {
            if (!permissions.allows(action, id)) {
                throw SecurityError.DENIED.exception(command.verb(), words(action, database), permissions.who());
            }
        }
    }

    private static String words(Action action, String database) {
        return action.words() + (action.target() == Action.Target.DBMS ? " ON DBMS" : " ON DATABASE " + database);
    }

    private static List<Action> actions(AdminCommand command, String user) {
        if (command instanceof SecurityCommand security) {
            return ofSecurity(security, user);
        } else if (command instanceof AdminCommand.CreateDatabase create) {
            return create.orReplace()
                    ? List.of(Action.CREATE_DATABASE, Action.DROP_DATABASE)
                    : List.of(Action.CREATE_DATABASE);
        } else if (command instanceof AdminCommand.DropDatabase drop) {
            return drop.cascadeAliases()
                    ? List.of(Action.DROP_DATABASE, Action.DROP_ALIAS)
                    : List.of(Action.DROP_DATABASE);
        } else if (command instanceof AdminCommand.StartDatabase) {
            return List.of(Action.START);
        } else if (command instanceof AdminCommand.StopDatabase) {
            return List.of(Action.STOP);
        } else if (command instanceof AdminCommand.AlterDatabase alter) {
            return ofAlter(alter);
        } else if (command instanceof AdminCommand.ShowServers) {
            return List.of(Action.SHOW_SERVER);
        }
        return ofAliases(command);
    }

    private static List<Action> ofAlter(AdminCommand.AlterDatabase alter) {
        boolean accessOnly = alter.topology() == null
                && alter.options().isEmpty()
                && alter.removedOptions().isEmpty();
        List<Action> needed = new ArrayList<>();
        if (!accessOnly) {
            needed.add(Action.ALTER_DATABASE);
        }
        if (alter.readOnly() != null) {
            needed.add(Action.SET_DATABASE_ACCESS);
        }
        return needed;
    }

    private static List<Action> ofAliases(AdminCommand command) {
        if (command instanceof AdminCommand.CreateAlias create) {
            return create.orReplace() ? List.of(Action.CREATE_ALIAS, Action.DROP_ALIAS) : List.of(Action.CREATE_ALIAS);
        } else if (command instanceof AdminCommand.AlterAlias) {
            return List.of(Action.ALTER_ALIAS);
        } else if (command instanceof AdminCommand.DropAlias) {
            return List.of(Action.DROP_ALIAS);
        } else if (command instanceof AdminCommand.ShowAliases) {
            return List.of(Action.SHOW_ALIAS);
        }
        return ofProcedures(command);
    }

    private static List<Action> ofProcedures(AdminCommand command) {
        if (command instanceof AdminCommand.RecreateDatabase) {
            return List.of(Action.CREATE_DATABASE, Action.DROP_DATABASE);
        }
        if (command instanceof AdminCommand.OnServer
                || command instanceof AdminCommand.SetDefaultDatabase
                || command instanceof AdminCommand.SetDefaultTopology
                || command instanceof AdminCommand.ShowDefaultTopology) {
            return List.of(Action.EXECUTE_ADMIN);
        }
        return command instanceof AdminCommand.ShowDatabases ? List.of() : List.of(Action.SERVER_MANAGEMENT);
    }

    private static List<Action> ofSecurity(SecurityCommand command, String user) {
        if (command instanceof SecurityCommand.CreateUser create) {
            return create.orReplace() ? List.of(Action.CREATE_USER, Action.DROP_USER) : List.of(Action.CREATE_USER);
        } else if (command instanceof SecurityCommand.AlterUser alter) {
            return ofAlter(alter);
        } else if (command instanceof SecurityCommand.RenameUser) {
            return List.of(Action.RENAME_USER);
        } else if (command instanceof SecurityCommand.DropUser) {
            return List.of(Action.DROP_USER);
        } else if (command instanceof SecurityCommand.CreateRole create) {
            return create.orReplace() ? List.of(Action.CREATE_ROLE, Action.DROP_ROLE) : List.of(Action.CREATE_ROLE);
        } else if (command instanceof SecurityCommand.RenameRole) {
            return List.of(Action.RENAME_ROLE);
        } else if (command instanceof SecurityCommand.DropRole) {
            return List.of(Action.DROP_ROLE);
        } else if (command instanceof SecurityCommand.GrantRoles) {
            return List.of(Action.ASSIGN_ROLE);
        } else if (command instanceof SecurityCommand.RevokeRoles) {
            return List.of(Action.REMOVE_ROLE);
        } else if (command instanceof ChangePrivilege change) {
            boolean adds = change.change() == Change.GRANT || change.change() == Change.DENY;
            return List.of(adds ? Action.ASSIGN_PRIVILEGE : Action.REMOVE_PRIVILEGE);
        }
        return ofShow(command, user);
    }

    private static List<Action> ofAlter(SecurityCommand.AlterUser alter) {
        List<Action> actions = new ArrayList<>();
        if (alter.password() != null || alter.passwordChangeRequired() != null) {
            actions.add(Action.SET_PASSWORD);
        }
        if (alter.suspended() != null) {
            actions.add(Action.SET_USER_STATUS);
        }
        if (alter.home() != null || alter.removeHome()) {
            actions.add(Action.SET_USER_HOME);
        }
        return actions;
    }

    /** One's own name, privileges and password are one's own business, and what could be granted is no secret. */
    private static List<Action> ofShow(SecurityCommand command, String user) {
        if (command instanceof SecurityCommand.ShowUsers) {
            return List.of(Action.SHOW_USER);
        } else if (command instanceof SecurityCommand.ShowRoles roles) {
            return roles.withUsers() ? List.of(Action.SHOW_ROLE, Action.SHOW_USER) : List.of(Action.SHOW_ROLE);
        } else if (command instanceof SecurityCommand.ShowPrivileges privileges) {
            boolean ofOthers = privileges.names().stream().anyMatch(name -> !name.equals(user));
            return switch (privileges.of()) {
                case ALL, ROLES -> List.of(Action.SHOW_PRIVILEGE);
                case USERS -> ofOthers ? List.of(Action.SHOW_PRIVILEGE, Action.SHOW_USER) : List.of();
            };
        }
        return List.of();
    }
}
