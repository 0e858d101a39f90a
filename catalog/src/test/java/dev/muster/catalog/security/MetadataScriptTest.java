package dev.muster.catalog.security;

import static dev.muster.catalog.security.SecurityStory.createRole;
import static dev.muster.catalog.security.SecurityStory.createUser;
import static dev.muster.catalog.security.SecurityStory.everywhere;
import static dev.muster.catalog.security.SecurityStory.grantRole;
import static dev.muster.catalog.security.SecurityStory.home;
import static dev.muster.catalog.security.SecurityStory.on;
import static dev.muster.catalog.security.SecurityStory.suspend;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may use a database goes with it, and nobody and nothing else. */
class MetadataScriptTest {
    private static final UUID SALES = SecurityStory.id(2);
    private static final String TITLE =
            "// Users and roles of database 'sales'. Run on system, with the parameter database.";
    private static final String CREATE = "CREATE DATABASE $database IF NOT EXISTS WAIT;";

    private final SecurityStory story = new SecurityStory();

    @BeforeEach
    void giveOut() {
        story.run(createRole("clerk"));
        story.run(createRole("guard"));
        story.run(createRole("keeper"));
        story.run(on("sales", Change.GRANT, Action.ACCESS, "clerk"));
        story.run(on("sales", Change.GRANT, Action.MATCH, "clerk"));
        story.run(everywhere(Change.DENY, Action.WRITE, "clerk"));
        story.run(on("neo4j", Change.GRANT, Action.ACCESS, "guard"));
        story.run(everywhere(Change.GRANT, Action.SHOW_USER, "guard"));
        story.run(on("sales", Change.GRANT, Action.START, "keeper"));
        story.run(createUser("alice", "wonderland"));
        story.run(home("alice", "sales"));
        story.run(grantRole("clerk", "alice"));
        story.run(grantRole("guard", "alice"));
        story.run(createUser("bob", "the-builder"));
        story.run(grantRole("guard", "bob"));
        story.run(createUser("ca`rol", "christmas"));
        story.run(grantRole("keeper", "ca`rol"));
        story.run(suspend("ca`rol", true));
    }

    private List<String> script(String choice) {
        return MetadataScript.of(story.security(), SALES, "sales", MetadataChoice.parse(choice))
                .lines()
                .toList();
    }

    private String created(String user) {
        return "CREATE USER `" + user.replace("`", "``") + "` IF NOT EXISTS SET ENCRYPTED PASSWORD '"
                + story.user(user).credentials() + "' CHANGE ";
    }

    private String[] users(boolean all) {
        List<String> lines = List.of(
                created("alice") + "NOT REQUIRED SET HOME DATABASE $database;",
                "GRANT ROLE `clerk` TO `alice`;",
                created("ca`rol") + "NOT REQUIRED SET STATUS SUSPENDED;",
                "GRANT ROLE `keeper` TO `ca``rol`;",
                "CREATE USER `neo4j` IF NOT EXISTS SET ENCRYPTED PASSWORD 'well-known' CHANGE REQUIRED;",
                "GRANT ROLE `admin` TO `neo4j`;");
        return (all ? lines : lines.subList(2, 4)).toArray(String[]::new);
    }

    @Test
    void allIsTheRolesThatMayDoSomethingOnItAndTheUsersThatHaveThem() {
        List<String> script = script("all");
        assertThat(script).startsWith(TITLE, CREATE).endsWith(users(true));
        assertThat(script)
                .contains(
                        "CREATE ROLE `clerk` IF NOT EXISTS;",
                        "CREATE ROLE `keeper` IF NOT EXISTS;",
                        "CREATE ROLE `reader` IF NOT EXISTS;",
                        "GRANT ACCESS ON DATABASE $database TO `clerk`;",
                        "GRANT MATCH {*} ON GRAPH $database TO `clerk`;",
                        "DENY WRITE ON GRAPH $database TO `clerk`;",
                        "GRANT START ON DATABASE $database TO `keeper`;",
                        "GRANT INDEX MANAGEMENT ON DATABASE $database TO `architect`;")
                .doesNotHaveDuplicates();
        assertThat(script)
                .noneMatch(line -> line.contains("guard")
                        || line.contains("bob")
                        || line.contains("DBMS")
                        || line.contains("PUBLIC"));
    }

    @Test
    void rolesAreWithoutUsersAndUsersWithoutPrivileges() {
        assertThat(script("roles")).noneMatch(line -> line.contains("USER")).anyMatch(line -> line.contains("`clerk`"));
        assertThat(script("users")).containsExactly(concat(TITLE, CREATE, users(true)));
        assertThat(script("users=ca`rol,bob,nobody")).containsExactly(concat(TITLE, CREATE, users(false)));
        assertThat(script("none")).isEmpty();
    }

    private static String[] concat(String first, String second, String[] more) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(first, second), java.util.stream.Stream.of(more))
                .toArray(String[]::new);
    }

    @Test
    void aChoiceIsWrittenAsItIsRead() {
        assertThat(MetadataChoice.parse("USERS=b,a,b")).hasToString("users=a,b");
        assertThat(MetadataChoice.parse("Roles")).hasToString("roles");
        assertThatThrownBy(() -> MetadataChoice.parse("everything"))
                .hasMessage("'everything' is not one of none, all, users, users=u1,u2, roles");
        assertThatThrownBy(() -> MetadataChoice.parse("users=")).isInstanceOf(IllegalArgumentException.class);
    }
}
