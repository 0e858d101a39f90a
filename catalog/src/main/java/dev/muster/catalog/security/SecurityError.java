package dev.muster.catalog.security;

import dev.muster.catalog.CatalogException;
import java.util.Locale;

/**
 * The table of what a command about users, roles or privileges can fail with: status code and text. The texts begin as
 * Neo4j's do, since scripts match them.
 */
public enum SecurityError {
    USER_NAME_EMPTY(Codes.ARGUMENT, "The provided username is empty."),
    USER_NAME(
            Codes.ARGUMENT,
            "Username '%s' contains illegal characters. Use ascii characters that are not ',', ':' or whitespaces."),
    USER_EXISTS(Codes.ARGUMENT, "Failed to create the specified user '%s': User already exists."),
    USER_NOT_FOUND(Codes.ARGUMENT, "Failed to %s the specified user '%s': User does not exist."),
    USER_RENAME_NOT_FOUND(
            Codes.ARGUMENT, "Failed to rename the specified user '%s' to '%s': The user '%1$s' does not exist."),
    USER_RENAME_TAKEN(Codes.ARGUMENT, "Failed to rename the specified user '%s' to '%s': User '%2$s' already exists."),
    USER_BOTH_MODIFIERS(
            Codes.SYNTAX,
            "Failed to create the specified user '%s': cannot have both `OR REPLACE` and `IF NOT EXISTS`."),
    DELETES_SELF(Codes.ARGUMENT, "Failed to delete the specified user '%s': Deleting yourself is not allowed."),
    REPLACES_SELF(Codes.ARGUMENT, "Failed to replace the specified user '%s': Deleting yourself is not allowed."),
    SUSPENDS_SELF(
            Codes.ARGUMENT,
            "Failed to alter the specified user '%s': Changing your own activation status is not allowed."),

    PASSWORD_EMPTY(Codes.ARGUMENT, "A password cannot be empty."),
    PASSWORD_SHORT(Codes.ARGUMENT, "A password must be at least %d characters."),
    PASSWORD_SAME(
            Codes.ARGUMENT,
            "Failed to alter the specified user '%s': Old password and new password cannot be the same."),
    PASSWORD_FORMAT(
            Codes.ARGUMENT,
            "Incorrect format of encrypted password. Correct format is '<encryption-version>,<hash>,<salt>', or a bcrypt"
                    + " hash of a cost from 4 to 15."),
    OWN_PASSWORD_WRONG(
            Codes.ARGUMENT, "User '%s' failed to alter their own password: Invalid principal or credentials."),
    OWN_PASSWORD_SAME(
            Codes.ARGUMENT,
            "User '%s' failed to alter their own password: Old password and new password cannot be the same."),
    OWN_PASSWORD_NOBODY(
            Codes.ARGUMENT,
            "ALTER CURRENT USER SET PASSWORD needs somebody who is logged in; authentication is off. Use ALTER USER."),

    ROLE_NAME_EMPTY(Codes.ARGUMENT, "The provided role name is empty."),
    ROLE_NAME(
            Codes.ARGUMENT,
            "Role name '%s' contains illegal characters. Use simple ascii characters, numbers and underscores."),
    ROLE_EXISTS(Codes.ARGUMENT, "Failed to create the specified role '%s': Role already exists."),
    ROLE_COPY_NOT_FOUND(Codes.ARGUMENT, "Failed to create a role as copy of '%s': Role does not exist."),
    ROLE_NOT_FOUND(Codes.ARGUMENT, "Failed to %s the specified role '%s': Role does not exist."),
    ROLE_RENAME_NOT_FOUND(
            Codes.ARGUMENT, "Failed to rename the specified role '%s' to '%s': The role '%1$s' does not exist."),
    ROLE_RENAME_TAKEN(Codes.ARGUMENT, "Failed to rename the specified role '%s' to '%s': Role '%2$s' already exists."),
    ROLE_RESERVED(Codes.ARGUMENT, "Failed to %s the specified role '%s': '%2$s' is a reserved role."),
    ROLE_BOTH_MODIFIERS(
            Codes.SYNTAX,
            "Failed to create the specified role '%s': cannot have both `OR REPLACE` and `IF NOT EXISTS`."),

    ASSIGN_NO_ROLE(Codes.ARGUMENT, "Failed to grant role '%s' to user '%s': Role does not exist."),
    ASSIGN_NO_USER(Codes.ARGUMENT, "Failed to grant role '%s' to user '%s': User does not exist."),
    REVOKES_PUBLIC(Codes.ARGUMENT, "Failed to revoke role 'PUBLIC' from user '%s': every user has the role 'PUBLIC'."),
    REVOKES_OWN_ADMIN(
            Codes.ARGUMENT,
            "Failed to revoke role '%s' from user '%s': it would leave nobody who may give it back. Let another"
                    + " administrator do it."),

    PRIVILEGE_NO_ROLE(Codes.ARGUMENT, "Failed to %s %s privilege to role '%s': Role does not exist."),
    PRIVILEGE_NO_DATABASE(
            "Neo.ClientError.Database.DatabaseNotFound",
            "Failed to %s %s privilege to role '%s': Database '%s' does not exist."),

    DENIED(
            "Neo.ClientError.Security.Forbidden",
            "Permission denied. %s needs the privilege %s, which %s does not have.");

    private final String code;
    private final String text;

    SecurityError(String code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The status code clients see. */
    public String code() {
        return code;
    }

    /** The error to throw, its text filled in. */
    public CatalogException exception(Object... details) {
        return new CatalogException(code, String.format(Locale.ROOT, text, details));
    }

    /** Codes that several entries share. */
    private static final class Codes {
        static final String ARGUMENT = "Neo.ClientError.Statement.ArgumentError";
        static final String SYNTAX = "Neo.ClientError.Statement.SyntaxError";
    }
}
