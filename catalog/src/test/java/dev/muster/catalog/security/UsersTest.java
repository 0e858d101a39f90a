package dev.muster.catalog.security;

import static dev.muster.catalog.security.SecurityStory.alterPassword;
import static dev.muster.catalog.security.SecurityStory.createRole;
import static dev.muster.catalog.security.SecurityStory.createUser;
import static dev.muster.catalog.security.SecurityStory.grantRole;
import static dev.muster.catalog.security.SecurityStory.home;
import static dev.muster.catalog.security.SecurityStory.ownPassword;
import static dev.muster.catalog.security.SecurityStory.revokeRole;
import static dev.muster.catalog.security.SecurityStory.suspend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.Vocabulary;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Users and their roles, from the first administrator on. */
class UsersTest {
    private final SecurityStory story = new SecurityStory();

    @Test
    void aNewSystemHasOneAdministratorWithAPasswordThatMustBeChanged() {
        User neo4j = story.user("neo4j");
        assertThat(PasswordHash.matches("neo4j", neo4j.credentials())).isTrue();
        assertThat(PasswordHash.matches("Neo4j", neo4j.credentials())).isFalse();
        assertThat(neo4j.hasWellKnownPassword()).isTrue();
        assertThat(neo4j.passwordChangeRequired()).isTrue();
        assertThat(neo4j.roles()).containsExactly("admin");
    }

    @Test
    void anotherAdministratorCanBeChosenForTheFirstContents() {
        InitialUser ann = InitialUser.parse(
                new InitialUser("ann", new PasswordHashing(8, 4, () -> 0L).credentials("secret-1"), false).text());
        SecurityCatalog.begin(story.graph, ann);
        assertThat(story.security().users()).containsOnlyKeys("ann");
        assertThat(PasswordHash.matches("secret-1", story.user("ann").credentials()))
                .isTrue();
        assertThat(story.user("ann").passwordChangeRequired()).isFalse();
        assertThat(story.user("ann").roles()).containsExactly("admin");
    }

    @Test
    void theFirstAdministratorChangesThePasswordAndIsFreeToWork() {
        story.run("neo4j", ownPassword("neo4j", "s3cret-word"));
        assertThat(story.user("neo4j").passwordChangeRequired()).isFalse();
        assertThat(PasswordHash.matches("s3cret-word", story.user("neo4j").credentials()))
                .isTrue();
        assertThat(story.user("neo4j").hasWellKnownPassword()).isFalse();
    }

    @Test
    void usersAreCreatedAlteredRenamedAndDropped() {
        story.run(new SecurityCommand.CreateUser(
                "jake", false, false, GivenPassword.plain("abcd1234"), true, true, "Sales"));
        assertThat(story.user("jake").passwordChangeRequired()).isTrue();
        assertThat(story.user("jake").suspended()).isTrue();
        assertThat(story.user("jake").home()).isEqualTo("sales");

        story.run(alterPassword("jake", "efgh5678"));
        story.run(suspend("jake", false));
        story.run(home("jake", null));
        story.run(grantRole("reader", "jake"));
        story.run(new SecurityCommand.RenameUser("jake", false, "bob"));
        assertThat(story.user("jake")).isNull();
        User bob = story.user("bob");
        assertThat(PasswordHash.matches("efgh5678", bob.credentials())).isTrue();
        assertThat(bob.suspended()).isFalse();
        assertThat(bob.home()).isNull();
        assertThat(bob.roles()).containsExactly("reader");

        story.run(new SecurityCommand.CreateUser(
                "bob", false, true, GivenPassword.plain("new-word-1"), false, false, null));
        assertThat(story.user("bob").roles()).as("replaced").isEmpty();
        story.run(new SecurityCommand.DropUser("bob", false));
        assertThat(story.security().users()).containsOnlyKeys("neo4j");
    }

    @Test
    void whatIsSoAlreadyChangesNothing() {
        story.run(createUser("jake", "abcd1234"));
        story.graph.takeTouched();
        story.run(new SecurityCommand.CreateUser(
                "jake", true, false, GivenPassword.plain("other-word"), false, false, null));
        story.run(new SecurityCommand.DropUser("nobody", true));
        story.run(new SecurityCommand.RenameUser("nobody", true, "somebody"));
        story.run(new SecurityCommand.AlterUser("nobody", true, null, true, null, null, false));
        story.run(new SecurityCommand.CreateRole("reader", true, false, null));
        story.run(new SecurityCommand.DropRole("nothing", true));
        story.run(new SecurityCommand.RenameRole("nothing", true, "something"));
        story.run(grantRole("PUBLIC", "jake"));
        story.run(revokeRole("editor", "jake"));
        assertThat(story.graph.takeTouched()).isEmpty();
        assertThat(PasswordHash.matches("abcd1234", story.user("jake").credentials()))
                .isTrue();
    }

    @Test
    void ofTwoCommandsOnOneVersionOnlyOneCanBeCommitted() {
        long before = story.catalog.version(story.graph);
        story.run(createUser("jake", "abcd1234"));
        assertThat(story.catalog.version(story.graph)).isEqualTo(before + 1);
        assertThat(story.graph.takeTouched()).as("all share the catalog's node").contains(0L);
    }

    @Test
    void rolesAreCreatedCopiedRenamedGrantedAndDropped() {
        story.run(createUser("jake", "abcd1234"));
        story.run(createRole("clerk"));
        story.run(new SecurityCommand.CreateRole("teller", false, false, "reader"));
        story.run(new SecurityCommand.GrantRoles(List.of("clerk", "teller"), List.of("jake", "neo4j")));
        story.run(new SecurityCommand.RenameRole("clerk", false, "agent"));
        assertThat(story.user("jake").roles()).containsExactly("agent", "teller");
        assertThat(story.security().role("teller").privileges())
                .isEqualTo(story.security().role("reader").privileges());
        story.run(new SecurityCommand.CreateRole("teller", false, true, null));
        assertThat(story.user("jake").roles()).as("replaced").containsExactly("agent");
        story.run(revokeRole("agent", "neo4j"));
        assertThat(story.user("neo4j").roles()).containsExactly("admin");
        story.run(new SecurityCommand.DropRole("agent", false));
        assertThat(story.user("jake").roles()).isEmpty();
    }

    @Test
    void usersAreShownInTheWordsOfEachGeneration() {
        story.run(createUser("jake", "abcd1234"));
        story.run(grantRole("reader", "jake"));
        story.run(home("jake", "sales"));
        SecurityCommand.Show all = new SecurityCommand.ShowUsers();
        assertThat(story.show(all, Vocabulary.V5, "neo4j", false))
                .containsExactly(
                        "user|roles|passwordChangeRequired|suspended|home",
                        "jake|[reader, PUBLIC]|false|false|sales",
                        "neo4j|[admin, PUBLIC]|true|false|null");
        assertThat(story.show(all, Vocabulary.V4_0, "neo4j", false))
                .containsExactly(
                        "user|roles|passwordChangeRequired|suspended",
                        "jake|[reader, PUBLIC]|false|false",
                        "neo4j|[admin, PUBLIC]|true|false");
        SecurityCommand.Show own = new SecurityCommand.ShowCurrentUser();
        assertThat(story.show(own, Vocabulary.V5, "jake", false))
                .hasSize(2)
                .endsWith("jake|[reader, PUBLIC]|false|false|sales");
        assertThat(story.show(own, Vocabulary.V5, null, false))
                .as("authentication is off")
                .hasSize(1);
    }

    @Test
    void rolesAreShownWithAndWithoutTheirMembers() {
        story.run(createUser("jake", "abcd1234"));
        assertThat(story.show(new SecurityCommand.ShowRoles(false, false), Vocabulary.V5, "neo4j", false))
                .containsExactly("role", "PUBLIC", "admin", "architect", "editor", "publisher", "reader");
        assertThat(story.show(new SecurityCommand.ShowRoles(true, true), Vocabulary.V5, "neo4j", false))
                .containsExactly("role|member", "PUBLIC|jake", "PUBLIC|neo4j", "admin|neo4j");
        assertThat(story.show(new SecurityCommand.ShowRoles(false, true), Vocabulary.V4_4, "neo4j", true))
                .contains("editor|null");
        assertThat(story.show(new SecurityCommand.ShowRoles(true, false), Vocabulary.V5, "neo4j", true))
                .containsExactly("role|immutable", "PUBLIC|false", "admin|false");
    }
}
