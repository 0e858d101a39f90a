package dev.muster.catalog.security;

import static dev.muster.catalog.security.SecurityStory.createUser;
import static dev.muster.catalog.security.SecurityStory.everywhere;
import static dev.muster.catalog.security.SecurityStory.home;
import static dev.muster.catalog.security.SecurityStory.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.catalog.CatalogNotice;
import dev.muster.catalog.CatalogNotice.Told;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege;
import dev.muster.catalog.security.SecurityCommand.ChangePrivilege.Change;
import dev.muster.catalog.security.SecurityCommand.GrantRoles;
import dev.muster.catalog.security.SecurityCommand.RevokeRoles;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What whoever gives a command about users, roles or privileges is told although it does not fail. */
class SecurityNoticeTest {
    private static final String IMPOSSIBLE =
            " Make sure nothing is misspelled. This notification will become an error in a future major version. See Status"
                    + " Codes documentation for more information.";

    private final SecurityStory story = new SecurityStory();

    @BeforeEach
    void users() {
        story.run(createUser("ann", "abcd1234"));
        story.run(createUser("odd.name", "abcd1234"));
        story.run(SecurityStory.createRole("clerk"));
    }

    private List<String> told(SecurityCommand command) {
        return story.run("neo4j", command).stream()
                .map(told -> told.notice().gqlStatus() + " " + told.title() + " " + told.description())
                .toList();
    }

    @Test
    void whoHasARoleIsNotGivenItAgain() {
        String has =
                " has no effect. The user already has the role. See Status Codes documentation for more information.";
        assertThat(told(new GrantRoles(List.of("clerk", "reader"), List.of("ann"))))
                .isEmpty();
        assertThat(told(new GrantRoles(List.of("clerk", "editor", "PUBLIC"), List.of("ann", "odd.name"))))
                .containsExactly(
                        "00N70 `GRANT ROLE clerk TO ann`" + has,
                        "00N70 `GRANT ROLE PUBLIC TO ann`" + has,
                        "00N70 `GRANT ROLE PUBLIC TO `odd.name``" + has);
    }

    @Test
    void whoHasNoRoleLosesNone() {
        story.run(SecurityStory.grantRole("reader", "ann"));
        assertThat(told(new RevokeRoles(List.of("reader", "clerk", "manager"), List.of("ann", "nobody"))))
                .containsExactly(
                        "01N70 `REVOKE ROLE reader FROM nobody` has no effect. User does not exist." + IMPOSSIBLE,
                        "00N71 `REVOKE ROLE clerk FROM ann` has no effect. The user does not have the role. See Status Codes"
                                + " documentation for more information.",
                        "01N70 `REVOKE ROLE clerk FROM nobody` has no effect. User does not exist." + IMPOSSIBLE,
                        "01N70 `REVOKE ROLE manager FROM ann` has no effect. Role does not exist." + IMPOSSIBLE,
                        "01N70 `REVOKE ROLE manager FROM nobody` has no effect. Role does not exist." + IMPOSSIBLE);
        assertThat(story.user("ann").roles()).isEmpty();
    }

    @Test
    void aPrivilegeThatARoleHasIsNotGivenAgain() {
        String has =
                " has no effect. The role already has the privilege. See Status Codes documentation for more information.";
        assertThat(told(on("sales", Change.GRANT, Action.WRITE, "clerk"))).isEmpty();
        assertThat(told(new ChangePrivilege(
                        Change.GRANT,
                        Action.WRITE,
                        Scope.Kind.ONE,
                        List.of("sales", "neo4j"),
                        List.of(),
                        List.of("clerk"))))
                .containsExactly("00N70 `GRANT WRITE ON GRAPH sales TO clerk`" + has);
        assertThat(told(everywhere(Change.DENY, Action.ACCESS, "clerk"))).isEmpty();
        assertThat(told(everywhere(Change.DENY, Action.ACCESS, "clerk")))
                .containsExactly("00N70 `DENY ACCESS ON DATABASE * TO clerk`" + has);
    }

    @Test
    void aPrivilegeThatARoleHasNotIsNotTaken() {
        String hasNot =
                " has no effect. The role does not have the privilege. See Status Codes documentation for more information.";
        story.run(everywhere(Change.GRANT, Action.CREATE_USER, "clerk"));
        assertThat(told(everywhere(Change.REVOKE_DENY, Action.CREATE_USER, "clerk")))
                .containsExactly("00N71 `REVOKE DENY CREATE USER ON DBMS FROM clerk`" + hasNot);
        assertThat(told(everywhere(Change.REVOKE, Action.CREATE_USER, "clerk"))).isEmpty();
        assertThat(told(everywhere(Change.REVOKE, Action.CREATE_USER, "clerk")))
                .containsExactly(
                        "00N71 `REVOKE GRANT CREATE USER ON DBMS FROM clerk`" + hasNot,
                        "00N71 `REVOKE DENY CREATE USER ON DBMS FROM clerk`" + hasNot);
        assertThat(told(new ChangePrivilege(
                        Change.REVOKE_GRANT,
                        Action.IMPERSONATE,
                        Scope.Kind.ALL,
                        List.of(),
                        List.of("ann"),
                        List.of("clerk"))))
                .containsExactly("00N71 `REVOKE GRANT IMPERSONATE (ann) ON DBMS FROM clerk`" + hasNot);
    }

    @Test
    void whatIsRevokedOfSomethingThatThereIsNotMayBeMisspelled() {
        assertThat(told(on("sales", Change.REVOKE_GRANT, Action.WRITE, "manager")))
                .containsExactly(
                        "01N70 `REVOKE GRANT WRITE ON GRAPH sales FROM manager` has no effect. Role does not exist."
                                + IMPOSSIBLE);
        assertThat(told(on("gone", Change.REVOKE_GRANT, Action.ACCESS, "clerk")))
                .containsExactly(
                        "01N70 `REVOKE GRANT ACCESS ON DATABASE gone FROM clerk` has no effect. Database `gone` does"
                                + " not exist." + IMPOSSIBLE);
    }

    @Test
    void aHomeThatThereIsNotHasNoEffectYet() {
        String notThere =
                "00N50 The request referred to a home database that does not exist. The home database provided does not"
                        + " currently exist in the DBMS. This command will not take effect until this database is created. (HOME"
                        + " DATABASE: `gone`)";
        assertThat(told(home("ann", "gone"))).containsExactly(notThere);
        assertThat(told(home("ann", "sales"))).isEmpty();
        assertThat(told(home("ann", null))).isEmpty();
        SecurityCommand bob = new SecurityCommand.CreateUser(
                "bob", true, false, GivenPassword.plain("abcd1234"), false, false, "gone");
        assertThat(told(bob)).containsExactly(notThere);
        assertThat(told(bob)).isEmpty();
    }

    @Test
    void textsAreThoseOfNeo4j() {
        Told told =
                story.run("neo4j", SecurityStory.revokeRole("manager", "ann")).get(0);
        assertThat(told.notice().code()).isEqualTo("Neo.ClientNotification.Security.ImpossibleRevokeCommand");
        assertThat(told.notice().isWarning()).isTrue();
        assertThat(told.notice().topic()).isEqualTo(CatalogNotice.Topic.SECURITY);
        assertThat(told.statusDescription())
                .isEqualTo(
                        "warn: inoperational revoke command. The command `REVOKE ROLE manager FROM ann` has no effect. Make"
                                + " sure nothing is misspelled. This notification will become an error in a future major version."
                                + " Cause: Role does not exist.");
    }
}
