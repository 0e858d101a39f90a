package dev.muster.catalog.security;

import static dev.muster.catalog.security.SecurityStory.createRole;
import static dev.muster.catalog.security.SecurityStory.createUser;
import static dev.muster.catalog.security.SecurityStory.everywhere;
import static dev.muster.catalog.security.SecurityStory.grantRole;
import static dev.muster.catalog.security.SecurityStory.home;
import static dev.muster.catalog.security.SecurityStory.id;
import static dev.muster.catalog.security.SecurityStory.on;
import static dev.muster.catalog.security.SecurityStory.suspend;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.AdminCommand;
import dev.muster.catalog.Vocabulary;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import dev.muster.catalog.security.SecurityCommand.ShowPrivileges;
import dev.muster.catalog.security.SecurityCommand.ShowPrivileges.Form;
import dev.muster.catalog.security.SecurityCommand.ShowPrivileges.Of;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What roles and privileges come to. The databases are neo4j, number 1 and the default, and sales, number 2. */
class PermissionsTest {
    private static final UUID NEO4J = id(1);
    private static final UUID SALES = id(2);

    private final SecurityStory story = new SecurityStory();

    @BeforeEach
    void ann() {
        story.run(createUser("ann", "abcd1234"));
        story.run(createRole("clerk"));
        story.run(grantRole("clerk", "ann"));
    }

    private boolean ann(Action action, UUID database) {
        return story.permissions("ann").allows(action, database);
    }

    @Test
    void whoHasNoRoleMayEnterTheHomeDatabaseAndNothingElse() {
        assertThat(ann(Action.ACCESS, NEO4J)).isTrue();
        assertThat(ann(Action.ACCESS, SALES)).isFalse();
        assertThat(ann(Action.MATCH, NEO4J)).isFalse();
        story.run(home("ann", "sales"));
        assertThat(ann(Action.ACCESS, SALES)).isTrue();
        assertThat(ann(Action.ACCESS, NEO4J)).isFalse();
        story.run(home("ann", "gone"));
        assertThat(ann(Action.ACCESS, NEO4J)).isFalse();
        assertThat(ann(Action.ACCESS, null)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "reader,    MATCH SHOW_INDEX SHOW_CONSTRAINT ACCESS, WRITE CREATE_LABEL CREATE_INDEX START CREATE_USER",
        "editor,    MATCH WRITE SHOW_INDEX, CREATE_LABEL CREATE_TYPE CREATE_NAME CREATE_INDEX STOP",
        "publisher, MATCH WRITE CREATE_LABEL CREATE_TYPE CREATE_NAME, CREATE_INDEX DROP_CONSTRAINT START",
        "architect, WRITE CREATE_LABEL CREATE_INDEX DROP_INDEX CREATE_CONSTRAINT, START STOP CREATE_DATABASE SHOW_USER",
        "admin,     MATCH WRITE DROP_CONSTRAINT START STOP CREATE_DATABASE SERVER_MANAGEMENT IMPERSONATE EXECUTE_ADMIN,",
    })
    void theBuiltInRolesMayDoMoreFromOneToTheNext(String role, String may, String mayNot) {
        story.run(grantRole(role, "ann"));
        for (String action : may.split(" ")) {
            assertThat(ann(Action.valueOf(action), SALES)).as(action).isTrue();
        }
        for (String action : mayNot == null ? new String[0] : mayNot.split(" ")) {
            assertThat(ann(Action.valueOf(action), SALES)).as(action).isFalse();
        }
    }

    @Test
    void whatIsDeniedIsNotAllowedWhateverElseIsGranted() {
        story.run(everywhere(Change.GRANT, Action.ALL_ON_DBMS, "clerk"));
        story.run(everywhere(Change.DENY, Action.DROP_USER, "clerk"));
        assertThat(ann(Action.CREATE_USER, null)).isTrue();
        assertThat(ann(Action.DROP_USER, null)).isFalse();
        story.run(everywhere(Change.DENY, Action.USER_MANAGEMENT, "clerk"));
        assertThat(ann(Action.CREATE_USER, null)).isFalse();
        assertThat(ann(Action.CREATE_ROLE, null)).isTrue();
        story.run(everywhere(Change.REVOKE_GRANT, Action.USER_MANAGEMENT, "clerk"));
        assertThat(ann(Action.CREATE_USER, null))
                .as("the denial is still there")
                .isFalse();
        story.run(everywhere(Change.REVOKE_DENY, Action.USER_MANAGEMENT, "clerk"));
        assertThat(ann(Action.CREATE_USER, null)).isTrue();
        story.run(everywhere(Change.REVOKE, Action.DROP_USER, "clerk"));
        assertThat(ann(Action.DROP_USER, null)).isTrue();
    }

    @Test
    void privilegesOnADatabaseEndWithIt() {
        story.run(on("Sales", Change.GRANT, Action.ALL_ON_GRAPH, "clerk"));
        story.run(on("sales", Change.GRANT, Action.START, "clerk"));
        assertThat(ann(Action.WRITE, SALES)).isTrue();
        assertThat(ann(Action.START, SALES)).isTrue();
        assertThat(ann(Action.WRITE, NEO4J)).isFalse();
        story.createDatabase("sales", 3);
        assertThat(ann(Action.WRITE, id(3))).as("another database of that name").isFalse();
        assertThat(story.show(new ShowPrivileges(Of.ROLES, List.of("clerk"), Form.COLUMNS), Vocabulary.V5, null, false))
                .hasSize(1);
        story.run(on("sales", Change.REVOKE, Action.START, "clerk"));
        story.run(on("nowhere", Change.REVOKE, Action.START, "clerk"));
        story.run(everywhere(Change.REVOKE, Action.START, "nobody"));
    }

    @Test
    void someUsersMayBeImpersonated() {
        assertThat(story.permissions("ann").allowsToImpersonate("ann")).isTrue();
        assertThat(story.permissions("ann").allowsToImpersonate("bob")).isFalse();
        story.run(new ChangePrivilege(
                Change.GRANT, Action.IMPERSONATE, Scope.Kind.ALL, List.of(), List.of("bob", "eve"), List.of("clerk")));
        story.run(new ChangePrivilege(
                Change.DENY, Action.IMPERSONATE, Scope.Kind.ALL, List.of(), List.of("eve"), List.of("clerk")));
        assertThat(story.permissions("ann").allowsToImpersonate("bob")).isTrue();
        assertThat(story.permissions("ann").allowsToImpersonate("eve")).isFalse();
        assertThat(story.permissions("neo4j").allowsToImpersonate("eve")).isTrue();
    }

    @Test
    void whoIsSuspendedOrGoneHasNoRole() {
        story.run(suspend("ann", true));
        assertThat(ann(Action.ACCESS, NEO4J)).isFalse();
        assertThat(story.permissions("ann").who()).isEqualTo("user 'ann' with roles []");
        assertThat(story.permissions("nobody").allows(Action.ACCESS, NEO4J)).isFalse();
    }

    @Test
    void privilegesAreShownAsColumnsAndAsCommands() {
        story.run(on("sales", Change.GRANT, Action.MATCH, "clerk"));
        story.run(everywhere(Change.DENY, Action.STOP, "clerk"));
        story.run(new ChangePrivilege(
                Change.GRANT, Action.IMPERSONATE, Scope.Kind.ALL, List.of(), List.of("bob"), List.of("clerk")));
        assertThat(story.show(new ShowPrivileges(Of.USERS, List.of(), Form.COLUMNS), Vocabulary.V5, "ann", false))
                .containsExactlyInAnyOrder(
                        "access|action|resource|graph|segment|role|immutable|user",
                        "GRANTED|access|database|HOME|database|PUBLIC|false|ann",
                        "DENIED|stop_database|database|*|database|clerk|false|ann",
                        "GRANTED|impersonate|database|*|USER(bob)|clerk|false|ann",
                        "GRANTED|match|all_properties|sales|NODE(*)|clerk|false|ann",
                        "GRANTED|match|all_properties|sales|RELATIONSHIP(*)|clerk|false|ann");
        assertThat(story.show(
                        new ShowPrivileges(Of.ROLES, List.of("clerk"), Form.COMMANDS), Vocabulary.V4_4, "ann", true))
                .containsExactly(
                        "command",
                        "DENY STOP ON DATABASE * TO `clerk`",
                        "GRANT IMPERSONATE (`bob`) ON DBMS TO `clerk`",
                        "GRANT MATCH {*} ON GRAPH `sales` TO `clerk`");
        assertThat(story.show(
                        new ShowPrivileges(Of.ROLES, List.of("reader"), Form.REVOKE_COMMANDS),
                        Vocabulary.V5,
                        "ann",
                        true))
                .contains("command|immutable", "REVOKE GRANT ACCESS ON DATABASE * FROM `reader`|false");
        assertThat(story.show(new ShowPrivileges(Of.ALL, List.of(), Form.COMMANDS), Vocabulary.V5, "ann", false))
                .contains("GRANT ACCESS ON HOME DATABASE TO `PUBLIC`", "GRANT ALL DBMS PRIVILEGES ON DBMS TO `admin`");
    }

    @Test
    void eachCommandNeedsItsPrivilege() {
        story.run(grantRole("architect", "ann"));
        for (AdminCommand command : commandsForAdministrators()) {
            assertThat(refusal(command))
                    .as(command.verb())
                    .startsWith("Permission denied. " + command.verb() + " needs the privilege ")
                    .endsWith(", which user 'ann' with roles [PUBLIC, architect, clerk] does not have.");
            RequiredPrivileges.check(
                    command, story.permissions("neo4j"), SecurityCatalog.databaseIds(story.catalog, story.graph));
        }
        for (AdminCommand command : commandsForEverybody()) {
            assertThat(refusal(command)).as(command.verb()).isNull();
        }
        story.run(on("sales", Change.GRANT, Action.START, "clerk"));
        assertThat(refusal(new AdminCommand.StartDatabase("SALES", AdminCommand.Wait.NOWAIT)))
                .isNull();
        assertThat(refusal(new AdminCommand.StartDatabase("neo4j", AdminCommand.Wait.NOWAIT)))
                .contains("START ON DATABASE neo4j");
        assertThat(refusal(new AdminCommand.StartDatabase("nowhere", AdminCommand.Wait.NOWAIT)))
                .contains("START ON DATABASE nowhere");
    }

    private static List<AdminCommand> commandsForAdministrators() {
        AdminCommand.Wait now = AdminCommand.Wait.NOWAIT;
        return List.of(
                new AdminCommand.CreateDatabase("x", false, false, null, null, java.util.Map.of(), now),
                new AdminCommand.CreateDatabase("x", false, true, null, null, java.util.Map.of(), now),
                new AdminCommand.DropDatabase("sales", false, false, false, now),
                new AdminCommand.StartDatabase("sales", now),
                new AdminCommand.StopDatabase("sales", now),
                AdminCommand.AlterDatabase.topology("sales", false, 1, null, now),
                AdminCommand.AlterDatabase.access("sales", true),
                new AdminCommand.EnableServer("s1", false, java.util.Map.of()),
                new AdminCommand.RenameServer("s1", "s2"),
                new AdminCommand.DropServer("s1"),
                new AdminCommand.DeallocateServers(List.of("s1"), true),
                new AdminCommand.ReallocateDatabases(true),
                new AdminCommand.DeallocateDatabase(List.of("s1"), "sales", true),
                new AdminCommand.DeallocateNumber("s1", 1, true),
                new AdminCommand.EnableFreeServers(true),
                new AdminCommand.ShowServers(),
                new AdminCommand.CreateAlias("x", false, false, "sales"),
                new AdminCommand.CreateAlias("x", false, true, "sales"),
                new AdminCommand.AlterAlias("x", false, "sales"),
                new AdminCommand.DropAlias("x", false),
                new AdminCommand.ShowAliases(null),
                new AdminCommand.CordonServer("s1", true),
                new AdminCommand.Quarantine("sales", true, "x"),
                new AdminCommand.Unquarantine("s1", "sales", "x"),
                new AdminCommand.Checkpoint(),
                new AdminCommand.PauseSecondary("sales", true),
                new AdminCommand.CheckStatus(List.of(), 1_000),
                new AdminCommand.SetDefaultDatabase("sales"),
                new AdminCommand.SetDefaultTopology(1, 0),
                new AdminCommand.ShowDefaultTopology(),
                createUser("x", "abcd1234"),
                SecurityStory.alterPassword("neo4j", "abcd1234"),
                suspend("neo4j", true),
                home("neo4j", "sales"),
                new SecurityCommand.RenameUser("neo4j", false, "x"),
                new SecurityCommand.DropUser("neo4j", false),
                createRole("x"),
                new SecurityCommand.RenameRole("reader", false, "x"),
                new SecurityCommand.DropRole("reader", false),
                grantRole("admin", "ann"),
                SecurityStory.revokeRole("reader", "neo4j"),
                everywhere(Change.GRANT, Action.WRITE, "clerk"),
                everywhere(Change.REVOKE, Action.WRITE, "admin"),
                new SecurityCommand.ShowUsers(),
                new SecurityCommand.ShowRoles(false, false),
                new SecurityCommand.ShowRoles(true, true),
                new ShowPrivileges(Of.ALL, List.of(), Form.COLUMNS),
                new ShowPrivileges(Of.ROLES, List.of("admin"), Form.COLUMNS),
                new ShowPrivileges(Of.USERS, List.of("neo4j"), Form.COLUMNS));
    }

    private static List<AdminCommand> commandsForEverybody() {
        return List.of(
                new AdminCommand.ShowDatabases(AdminCommand.ShowDatabases.Scope.ALL, null),
                new SecurityCommand.ShowCurrentUser(),
                new SecurityCommand.ShowSupportedPrivileges(),
                new ShowPrivileges(Of.USERS, List.of(), Form.COLUMNS),
                new ShowPrivileges(Of.USERS, List.of("ann"), Form.COMMANDS),
                SecurityStory.ownPassword("abcd1234", "efgh5678"));
    }

    private String refusal(AdminCommand command) {
        try {
            RequiredPrivileges.check(
                    command, story.permissions("ann"), SecurityCatalog.databaseIds(story.catalog, story.graph));
            return null;
        } catch (dev.muster.catalog.CatalogException e) {
            assertThat(e.code()).isEqualTo("Neo.ClientError.Security.Forbidden");
            return e.getMessage();
        }
    }
}
