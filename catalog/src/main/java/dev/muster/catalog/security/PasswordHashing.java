package dev.muster.catalog.security;

import dev.muster.catalog.AdminCommand;
import java.util.random.RandomGenerator;

/**
 * Makes commands ready for the catalog on the server that was given them: checks new passwords and replaces them by their
 * hashes. Takes a processor's time, so it is not for lanes.
 *
 * @param lengthMin how long a new password must be
 * @param cost of bcrypt
 * @param random gives the salts, so its bytes must be fit for secrets
 */
public record PasswordHashing(int lengthMin, int cost, RandomGenerator random) {
    /** What hashing is to cost: some tens of milliseconds. */
    public static final int COST = 10;

    /** The command with hashed passwords; one without a password as it is. {@code actor} is null if authentication is off. */
    public AdminCommand prepared(AdminCommand command, Security security, String actor) {
        if (command instanceof SecurityCommand.CreateUser create) {
            return new SecurityCommand.CreateUser(
                    create.name(),
                    create.ifNotExists(),
                    create.orReplace(),
                    hashed(create.password()),
                    create.passwordChangeRequired(),
                    create.suspended(),
                    create.home());
        } else if (command instanceof SecurityCommand.AlterUser alter && alter.password() != null) {
            return altered(alter, security.user(alter.name()));
        } else if (command instanceof SecurityCommand.AlterOwnPassword own && actor != null) {
            return altered(own, security.user(actor), actor);
        }
        return command;
    }

    /** The credentials to be kept for a new password. Throws {@link SecurityError#PASSWORD_SHORT} or the like. */
    public String credentials(String password) {
        return hashed(GivenPassword.plain(password)).text();
    }

    private SecurityCommand altered(SecurityCommand.AlterUser alter, User user) {
        GivenPassword password = alter.password();
        if (user != null && !password.isEncrypted() && PasswordHash.matches(password.text(), user.credentials())) {
            throw SecurityError.PASSWORD_SAME.exception(alter.name());
        }
        return new SecurityCommand.AlterUser(
                alter.name(),
                alter.ifExists(),
                hashed(password),
                alter.passwordChangeRequired(),
                alter.suspended(),
                alter.home(),
                alter.removeHome());
    }

    private SecurityCommand altered(SecurityCommand.AlterOwnPassword own, User user, String actor) {
        if (user == null || !PasswordHash.matches(own.from().text(), user.credentials())) {
            throw SecurityError.OWN_PASSWORD_WRONG.exception(actor);
        }
        if (own.from().text().equals(own.to().text())) {
            throw SecurityError.OWN_PASSWORD_SAME.exception(actor);
        }
        return new SecurityCommand.AlterOwnPassword(GivenPassword.encrypted(user.credentials()), hashed(own.to()));
    }

    private GivenPassword hashed(GivenPassword password) {
        if (password.isEncrypted()) {
            return password;
        }
        if (password.text().isEmpty()) {
            throw SecurityError.PASSWORD_EMPTY.exception();
        }
        if (password.text().codePointCount(0, password.text().length()) < lengthMin) {
            throw SecurityError.PASSWORD_SHORT.exception(lengthMin);
        }
        byte[] salt = new byte[PasswordHash.SALT_BYTES];
        random.nextBytes(salt);
        return GivenPassword.encrypted(PasswordHash.of(password.text(), salt, cost));
    }
}
