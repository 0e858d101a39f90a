package dev.muster.catalog.security;

import static dev.muster.catalog.security.SecurityStory.alterPassword;
import static dev.muster.catalog.security.SecurityStory.createRole;
import static dev.muster.catalog.security.SecurityStory.createUser;
import static dev.muster.catalog.security.SecurityStory.everywhere;
import static dev.muster.catalog.security.SecurityStory.grantRole;
import static dev.muster.catalog.security.SecurityStory.on;
import static dev.muster.catalog.security.SecurityStory.ownPassword;
import static dev.muster.catalog.security.SecurityStory.revokeRole;
import static dev.muster.catalog.security.SecurityStory.suspend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.muster.catalog.CatalogException;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Provokes every entry of the error table but DENIED, which PermissionsTest has; none changes anything. */
class SecurityErrorTest {
    private final SecurityStory story = new SecurityStory();
    private final Map<SecurityCommand, String> expected = new LinkedHashMap<>();

    @Test
    void eachMistakeHasItsText() {
        users();
        passwords();
        roles();
        privileges();
        story.run(createUser("ann", "abcd1234"));
        story.graph.takeTouched();
        expected.forEach((command, text) -> {
            CatalogException failure = catchThrowableOfType(CatalogException.class, () -> story.run("neo4j", command));
            assertThat(failure).as("%s: %s", command.verb(), text).isNotNull();
            assertThat(failure).hasMessage(text);
        });
        assertThat(story.graph.takeTouched()).isEmpty();
        assertThat(SecurityError.values())
                .as("one each, but DENIED and OWN_PASSWORD_NOBODY")
                .hasSize(expected.size() + 2);
    }

    private void users() {
        expected.put(createUser("", "abcd1234"), "The provided username is empty.");
        expected.put(
                createUser("a b", "abcd1234"),
                "Username 'a b' contains illegal characters. Use ascii characters that are not ',', ':' or whitespaces.");
        expected.put(createUser("ann", "abcd1234"), "Failed to create the specified user 'ann': User already exists.");
        expected.put(
                new SecurityCommand.DropUser("x", false),
                "Failed to delete the specified user 'x': User does not exist.");
        expected.put(
                new SecurityCommand.RenameUser("x", false, "y"),
                "Failed to rename the specified user 'x' to 'y': The user 'x' does not exist.");
        expected.put(
                new SecurityCommand.RenameUser("ann", false, "neo4j"),
                "Failed to rename the specified user 'ann' to 'neo4j': User 'neo4j' already exists.");
        expected.put(
                new SecurityCommand.CreateUser("x", true, true, GivenPassword.plain("abcd1234"), false, false, null),
                "Failed to create the specified user 'x': cannot have both `OR REPLACE` and `IF NOT EXISTS`.");
        expected.put(
                new SecurityCommand.DropUser("neo4j", false),
                "Failed to delete the specified user 'neo4j': Deleting yourself is not allowed.");
        expected.put(
                new SecurityCommand.CreateUser(
                        "neo4j", false, true, GivenPassword.plain("abcd1234"), false, false, null),
                "Failed to replace the specified user 'neo4j': Deleting yourself is not allowed.");
        expected.put(
                suspend("neo4j", true),
                "Failed to alter the specified user 'neo4j': Changing your own activation status is not allowed.");
    }

    private void passwords() {
        expected.put(createUser("x", ""), "A password cannot be empty.");
        expected.put(createUser("x", "abcd123"), "A password must be at least 8 characters.");
        expected.put(
                alterPassword("ann", "abcd1234"),
                "Failed to alter the specified user 'ann': Old password and new password cannot be the same.");
        expected.put(
                new SecurityCommand.CreateUser("x", false, false, GivenPassword.encrypted("y"), false, false, null),
                "Incorrect format of encrypted password. Correct format is '<encryption-version>,<hash>,<salt>', or a bcrypt"
                        + " hash of a cost from 4 to 15.");
        expected.put(
                ownPassword("wrong", "abcd1234"),
                "User 'neo4j' failed to alter their own password: Invalid principal or credentials.");
        expected.put(
                ownPassword("neo4j", "neo4j"),
                "User 'neo4j' failed to alter their own password: Old password and new password cannot be the same.");
    }

    private void roles() {
        expected.put(createRole(""), "The provided role name is empty.");
        expected.put(
                createRole("9x"),
                "Role name '9x' contains illegal characters. Use simple ascii characters, numbers and underscores.");
        expected.put(createRole("reader"), "Failed to create the specified role 'reader': Role already exists.");
        expected.put(
                new SecurityCommand.CreateRole("x", false, false, "y"),
                "Failed to create a role as copy of 'y': Role does not exist.");
        expected.put(
                new SecurityCommand.DropRole("x", false),
                "Failed to delete the specified role 'x': Role does not exist.");
        expected.put(
                new SecurityCommand.RenameRole("x", false, "y"),
                "Failed to rename the specified role 'x' to 'y': The role 'x' does not exist.");
        expected.put(
                new SecurityCommand.RenameRole("reader", false, "editor"),
                "Failed to rename the specified role 'reader' to 'editor': Role 'editor' already exists.");
        expected.put(
                new SecurityCommand.DropRole("PUBLIC", false),
                "Failed to delete the specified role 'PUBLIC': 'PUBLIC' is a reserved role.");
        expected.put(
                new SecurityCommand.CreateRole("x", true, true, null),
                "Failed to create the specified role 'x': cannot have both `OR REPLACE` and `IF NOT EXISTS`.");
        expected.put(grantRole("x", "ann"), "Failed to grant role 'x' to user 'ann': Role does not exist.");
        expected.put(grantRole("reader", "x"), "Failed to grant role 'reader' to user 'x': User does not exist.");
        expected.put(
                revokeRole("PUBLIC", "ann"),
                "Failed to revoke role 'PUBLIC' from user 'ann': every user has the role 'PUBLIC'.");
        expected.put(
                revokeRole("admin", "neo4j"),
                "Failed to revoke role 'admin' from user 'neo4j': it would leave nobody who may give it back. Let another"
                        + " administrator do it.");
    }

    private void privileges() {
        expected.put(
                everywhere(Change.GRANT, Action.ACCESS, "x"),
                "Failed to grant access privilege to role 'x': Role does not exist.");
        expected.put(
                on("gone", Change.DENY, Action.WRITE, "reader"),
                "Failed to deny write privilege to role 'reader': Database 'gone' does not exist.");
    }

    @Test
    void nobodyHasNoPasswordOfTheirOwn() {
        CatalogException failure =
                catchThrowableOfType(CatalogException.class, () -> story.run(null, ownPassword("neo4j", "abcd1234")));
        assertThat(failure)
                .hasMessage(
                        "ALTER CURRENT USER SET PASSWORD needs somebody who is logged in; authentication is off. Use"
                                + " ALTER USER.");
    }

    @Test
    void ifThePasswordWasChangedMeanwhileTheCheckOfTheOldOneDoesNotCount() {
        SecurityCommand late = (SecurityCommand) new PasswordHashing(8, 4, () -> 0L)
                .prepared(ownPassword("neo4j", "abcd1234"), story.security(), "neo4j");
        story.run("neo4j", ownPassword("neo4j", "efgh5678"));
        CatalogException failure = catchThrowableOfType(
                CatalogException.class, () -> SecurityCatalog.execute(late, story.graph, Map.of(), "neo4j"));
        assertThat(failure)
                .hasMessage("User 'neo4j' failed to alter their own password: Invalid principal or credentials.");
    }
}
