package dev.muster.catalog.security;

import dev.muster.catalog.DatabaseNames;
import java.util.TreeSet;

/** The commands about users. Pure; passwords come here hashed. */
final class UserRules {
    private UserRules() {}

    /** {@code actor} is who gives the command, or null if authentication is off. */
    static Security create(SecurityCommand.CreateUser command, Security before, String actor) {
        String name = SecurityNames.checkedUser(command.name());
        if (command.orReplace() && command.ifNotExists()) {
            throw SecurityError.USER_BOTH_MODIFIERS.exception(name);
        }
        boolean exists = before.user(name) != null;
        if (exists && command.ifNotExists()) {
            return before;
        }
        if (exists && !command.orReplace()) {
            throw SecurityError.USER_EXISTS.exception(name);
        }
        if (exists && name.equals(actor)) {
            throw SecurityError.REPLACES_SELF.exception(name);
        }
        return before.with(new User(
                name,
                PasswordHash.checked(command.password()),
                command.passwordChangeRequired(),
                command.suspended(),
                folded(command.home()),
                new TreeSet<>()));
    }

    static Security alter(SecurityCommand.AlterUser command, Security before, String actor) {
        User user = before.user(command.name());
        if (user == null && command.ifExists()) {
            return before;
        }
        if (user == null) {
            throw SecurityError.USER_NOT_FOUND.exception("alter", command.name());
        }
        if (command.suspended() != null && command.name().equals(actor)) {
            throw SecurityError.SUSPENDS_SELF.exception(command.name());
        }
        User altered = user;
        if (command.password() != null) {
            altered = altered.withCredentials(PasswordHash.checked(command.password()));
        }
        if (command.passwordChangeRequired() != null) {
            altered = altered.withPasswordChangeRequired(command.passwordChangeRequired());
        }
        if (command.suspended() != null) {
            altered = altered.withSuspended(command.suspended());
        }
        if (command.home() != null || command.removeHome()) {
            altered = altered.withHome(folded(command.home()));
        }
        return before.with(altered);
    }

    /** The old password was looked at by whoever got the command; here it counts that it is still the one it was. */
    static Security alterOwn(SecurityCommand.AlterOwnPassword command, Security before, String actor) {
        if (actor == null) {
            throw SecurityError.OWN_PASSWORD_NOBODY.exception();
        }
        User user = before.user(actor);
        if (user == null || !user.credentials().equals(command.from().text())) {
            throw SecurityError.OWN_PASSWORD_WRONG.exception(actor);
        }
        return before.with(
                user.withCredentials(PasswordHash.checked(command.to())).withPasswordChangeRequired(false));
    }

    static Security rename(SecurityCommand.RenameUser command, Security before) {
        User user = before.user(command.name());
        if (user == null && command.ifExists()) {
            return before;
        }
        if (user == null) {
            throw SecurityError.USER_RENAME_NOT_FOUND.exception(command.name(), command.newName());
        }
        String newName = SecurityNames.checkedUser(command.newName());
        if (before.user(newName) != null) {
            throw SecurityError.USER_RENAME_TAKEN.exception(command.name(), newName);
        }
        return before.withoutUser(command.name()).with(user.withName(newName));
    }

    static Security drop(SecurityCommand.DropUser command, Security before, String actor) {
        if (before.user(command.name()) == null && command.ifExists()) {
            return before;
        }
        if (before.user(command.name()) == null) {
            throw SecurityError.USER_NOT_FOUND.exception("delete", command.name());
        }
        if (command.name().equals(actor)) {
            throw SecurityError.DELETES_SELF.exception(command.name());
        }
        return before.withoutUser(command.name());
    }

    private static String folded(String database) {
        return database == null ? null : DatabaseNames.folded(database);
    }
}
