package dev.muster.catalog.security;

import java.util.TreeSet;

/** The commands about roles and who has them. Pure. */
final class RoleRules {
    private RoleRules() {}

    static Security create(SecurityCommand.CreateRole command, Security before) {
        String name = SecurityNames.checkedRole(command.name());
        if (command.orReplace() && command.ifNotExists()) {
            throw SecurityError.ROLE_BOTH_MODIFIERS.exception(name);
        }
        Role original = command.copyOf() == null ? null : before.role(command.copyOf());
        boolean exists = before.role(name) != null;
        if (exists && command.ifNotExists()) {
            return before;
        }
        if (exists && !command.orReplace()) {
            throw SecurityError.ROLE_EXISTS.exception(name);
        }
        if (command.copyOf() != null && original == null) {
            throw SecurityError.ROLE_COPY_NOT_FOUND.exception(command.copyOf());
        }
        refuseIfReserved(name, "replace");
        Security without = exists ? before.withoutRole(name) : before;
        return without.with(new Role(name, original == null ? new TreeSet<>() : original.privileges()));
    }

    static Security rename(SecurityCommand.RenameRole command, Security before) {
        Role role = before.role(command.name());
        if (role == null && command.ifExists()) {
            return before;
        }
        if (role == null) {
            throw SecurityError.ROLE_RENAME_NOT_FOUND.exception(command.name(), command.newName());
        }
        refuseIfReserved(command.name(), "rename");
        String newName = SecurityNames.checkedRole(command.newName());
        if (before.role(newName) != null) {
            throw SecurityError.ROLE_RENAME_TAKEN.exception(command.name(), newName);
        }
        Security after = before.withoutRole(command.name()).with(role.withName(newName));
        for (User user : before.users().values()) {
            if (user.roles().contains(command.name())) {
                after = after.with(after.user(user.name()).withRole(newName));
            }
        }
        return after;
    }

    static Security drop(SecurityCommand.DropRole command, Security before) {
        if (before.role(command.name()) == null && command.ifExists()) {
            return before;
        }
        if (before.role(command.name()) == null) {
            throw SecurityError.ROLE_NOT_FOUND.exception("delete", command.name());
        }
        refuseIfReserved(command.name(), "delete");
        return before.withoutRole(command.name());
    }

    static Security grant(SecurityCommand.GrantRoles command, Security before) {
        Security after = before;
        for (String role : command.roles()) {
            for (String user : command.users()) {
                if (before.role(role) == null) {
                    throw SecurityError.ASSIGN_NO_ROLE.exception(role, user);
                } else if (before.user(user) == null) {
                    throw SecurityError.ASSIGN_NO_USER.exception(role, user);
                }
                if (!role.equals(Role.PUBLIC)) {
                    after = after.with(after.user(user).withRole(role));
                }
            }
        }
        return after;
    }

    /**
     * From whom is not there, or what is not there, nothing is taken. Whoever takes the role of an administrator from himself,
     * while nobody else has it, could not undo it.
     */
    static Security revoke(SecurityCommand.RevokeRoles command, Security before, String actor) {
        Security after = before;
        for (String role : command.roles()) {
            for (String user : command.users()) {
                if (before.role(role) == null || before.user(user) == null) {
                    continue;
                }
                if (role.equals(Role.PUBLIC)) {
                    throw SecurityError.REVOKES_PUBLIC.exception(user);
                }
                if (role.equals(BuiltInRoles.ADMIN)
                        && user.equals(actor)
                        && before.user(user).roles().contains(role)
                        && administrators(before) == 1) {
                    throw SecurityError.REVOKES_OWN_ADMIN.exception(role, user);
                }
                after = after.with(after.user(user).withoutRole(role));
            }
        }
        return after;
    }

    private static long administrators(Security security) {
        return security.users().values().stream()
                .filter(user -> !user.suspended() && user.roles().contains(BuiltInRoles.ADMIN))
                .count();
    }

    private static void refuseIfReserved(String role, String verb) {
        if (role.equals(Role.PUBLIC)) {
            throw SecurityError.ROLE_RESERVED.exception(verb, role);
        }
    }
}
