package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.query.Transactions;
import dev.muster.node.query.UsedDatabases;
import dev.muster.node.stages.Stages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What users of each role can do on a whole server: neo4j is the administrator; reader, editor, publisher and architect have
 * the roles of these names; pat has no role but PUBLIC, and the home database sales.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SimulatedServers servers;

    @BeforeAll
    void start() {
        servers = new SimulatedServers(7, 1, (name, parts) -> parts, "dbms.security.auth_enabled=true\n");
        servers.awaitReady();
        as("neo4j", "system", "CREATE DATABASE sales WAIT");
        for (String role : List.of("reader", "editor", "publisher", "architect")) {
            as("neo4j", "system", "CREATE USER " + role + " SET PASSWORD 'password-" + role + "'");
            as("neo4j", "system", "GRANT ROLE " + role + " TO " + role);
        }
        as("neo4j", "system", "CREATE USER pat SET PASSWORD 'password-pat' SET HOME DATABASE sales");
        as("neo4j", "system", "CREATE ROLE assistant");
        as("neo4j", "system", "GRANT START ON DATABASE sales TO assistant");
        as("neo4j", "sales", "CREATE (:Order {number: 1})-[:OF]->(:Customer)");
    }

    /** The rows, or the failure's code and text. */
    private Object as(String user, String impersonated, String database, String query) {
        CompletionStage<List<List<Object>>> rows = servers.server("s1")
                .transactions()
                .begin(new TransactionRequest(user, database, true, List.of(), 0, Map.of(), true, false, impersonated))
                .thenCompose(transaction -> transaction.run(query, Map.of()).thenCompose(result -> {
                    List<List<Object>> all = new ArrayList<>();
                    for (List<Object> row = result.next(); row != null; row = result.next()) {
                        all.add(row);
                    }
                    return transaction.commit().thenApply(bookmark -> all);
                }));
        try {
            return servers.simulation.join(rows, PATIENCE);
        } catch (CompletionException e) {
            BoltFailure failure = (BoltFailure) Stages.causeOf(e);
            return failure.code().replaceFirst("^Neo\\.ClientError\\.", "") + ": " + failure.getMessage();
        }
    }

    private Object as(String user, String database, String query) {
        return as(user, null, database, query);
    }

    private void refused(String user, String database, String query, String text) {
        assertThat(as(user, database, query)).as("%s: %s", user, query).isInstanceOf(String.class);
        assertThat((String) as(user, database, query)).isEqualTo("Security.Forbidden: " + text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "reader    | MATCH (o:Order) RETURN count(o)                    | true",
                "reader    | MATCH (o:Order) SET o.seen = true                  | false",
                "reader    | MATCH (o:Nothing) DELETE o                         | true",
                "editor    | MATCH (o:Order {number: 1}) SET o.number = 1       | true",
                "editor    | CREATE (c:Customer) DELETE c                       | true",
                "editor    | CREATE (:Fresh)                                    | false",
                "editor    | MATCH (o:Order) SET o.fresh = 1                    | false",
                "editor    | MATCH (o:Order), (c:Customer) CREATE (o)-[:NEW]->(c) | false",
                "publisher | CREATE (p:Printed {page: 1}) DELETE p              | true",
                "publisher | CREATE INDEX made FOR (o:Order) ON (o.number)      | false",
                "architect | CREATE INDEX made FOR (o:Order) ON (o.number)      | true",
                "architect | DROP INDEX made IF EXISTS                          | true",
                "architect | CREATE CONSTRAINT one FOR (o:Order) REQUIRE o.number IS UNIQUE | true",
                "architect | DROP CONSTRAINT one IF EXISTS                      | true",
                "architect | STOP DATABASE sales                                | false",
                "reader    | SHOW INDEXES                                       | true",
                "pat       | SHOW INDEXES                                       | false",
                "pat       | SHOW CONSTRAINTS                                   | false",
                "pat       | RETURN 1                                           | true",
                "pat       | MATCH (n) RETURN n                                 | false",
                "pat       | MATCH (n) RETURN count(n)                          | false",
                "pat       | CREATE (:Order)                                    | false",
                "pat       | CALL db.labels()                                   | true",
                "pat       | CALL dbms.components()                             | true",
                "reader    | CALL db.schema.visualization()                     | true",
                "pat       | CALL db.schema.visualization()                     | false",
                "pat       | CALL db.schema.nodeTypeProperties()                | false",
                "pat       | CALL db.schema.relTypeProperties()                 | false",
                "reader    | CALL muster.database.digest()                      | false",
                "pat       | CALL dbms.listConfig()                             | false",
            })
    void eachRoleMayDoItsPartOnSales(String user, String query, boolean allowed) {
        Object outcome = as(user, "sales", query);
        if (allowed) {
            assertThat(outcome).isInstanceOf(List.class);
        } else {
            assertThat((String) outcome)
                    .startsWith("Security.Forbidden: ")
                    .contains("user '" + user + "' with roles [PUBLIC");
        }
    }

    @Test
    void refusalsSayWhatIsMissing() {
        refused(
                "pat",
                "neo4j",
                "RETURN 1",
                "Database access is not allowed for user 'pat' with roles [PUBLIC]. See GRANT ACCESS ON DATABASE neo4j.");
        refused(
                "pat",
                "sales",
                "MATCH (n) RETURN n",
                "Read operations on database 'sales' are not allowed for user 'pat' with roles [PUBLIC]. See GRANT MATCH {*}"
                        + " ON GRAPH sales.");
        refused(
                "reader",
                "sales",
                "CREATE (:Order)",
                "Create node with labels 'Order' on database 'sales' is not allowed for user 'reader' with roles [PUBLIC,"
                        + " reader]. See GRANT WRITE ON GRAPH sales.");
        refused(
                "editor",
                "sales",
                "CREATE (:Fresh)",
                "Creating new node label on database 'sales' is not allowed for user 'editor' with roles [PUBLIC, editor]."
                        + " See GRANT CREATE NEW NODE LABEL ON DATABASE sales.");
        refused(
                "publisher",
                "sales",
                "CREATE INDEX made FOR (o:Order) ON (o.number)",
                "Schema operation 'CREATE INDEX' on database 'sales' is not allowed for user 'publisher' with roles [PUBLIC,"
                        + " publisher]. See GRANT CREATE INDEX ON DATABASE sales.");
        refused(
                "pat",
                "sales",
                "CALL dbms.listConfig()",
                "Executing admin procedure 'dbms.listConfig' is not allowed for user 'pat' with roles [PUBLIC]. See GRANT"
                        + " EXECUTE ADMIN PROCEDURES ON DBMS.");
        refused(
                "architect",
                "sales",
                "CALL db.checkpoint()",
                "Permission denied. db.checkpoint needs the privilege EXECUTE ADMIN PROCEDURES ON DBMS, which user 'architect'"
                        + " with roles [PUBLIC, architect] does not have.");
        refused(
                "reader",
                "system",
                "STOP DATABASE sales",
                "Permission denied. STOP DATABASE needs the privilege STOP ON DATABASE sales, which user 'reader' with roles"
                        + " [PUBLIC, reader] does not have.");
    }

    @Test
    void nobodyReadsTheSystemDatabaseByQueries() {
        for (String user : List.of("neo4j", "reader")) {
            assertThat((String) as(user, "system", "MATCH (u:User) RETURN u.credentials"))
                    .startsWith("Statement.UnsupportedAdministrationCommand: The system database cannot be queried");
            assertThat(as(user, "system", "RETURN 1")).isEqualTo(List.of(List.of(1L)));
        }
    }

    @Test
    void anAdministratorTakesCheckpointsAndIsWrittenDown() throws Exception {
        assertThat(as("neo4j", "sales", "CALL db.checkpoint() YIELD success")).isEqualTo(List.of(List.of(true)));
        servers.simulation.runFor(Duration.ofSeconds(1));
        assertThat(securityLog()).contains(" INFO  [neo4j]: CALL db.checkpoint() YIELD success\n");
    }

    @Test
    void everybodyIsToldWhatCouldBeGranted() {
        assertThat(as(
                        "pat",
                        "system",
                        "SHOW SUPPORTED PRIVILEGES YIELD * WHERE qualifier IS NOT NULL RETURN action, qualifier, target, scope"
                                + " ORDER BY action"))
                .isEqualTo(List.of(
                        Arrays.asList("impersonate", "username", "dbms", null),
                        List.of("match", "property", "graph", List.of("elements"))));
        assertThat(as("pat", "sales", "SHOW SUPPORTED PRIVILEGES WHERE action = 'stop'"))
                .isEqualTo(List.of(Arrays.asList("stop", null, "database", null, "to stop the database")));
    }

    @Test
    void databasesAreShownToThoseWhoMayEnterThem() {
        String names = "SHOW DATABASES YIELD name, home RETURN name, home ORDER BY name";
        assertThat(as("pat", "system", names)).isEqualTo(List.of(List.of("sales", true), List.of("system", false)));
        assertThat(as("reader", "system", names))
                .isEqualTo(List.of(List.of("neo4j", true), List.of("sales", false), List.of("system", false)));
        assertThat(as("pat", null, "SHOW HOME DATABASE YIELD name RETURN name")).isEqualTo(List.of(List.of("sales")));
    }

    @Test
    void theHomeDatabaseIsWhereOneComesToWithoutNamingAny() {
        assertThat(as("reader", null, "MATCH (o:Order) RETURN count(o)")).isEqualTo(List.of(List.of(0L)));
        as("neo4j", "system", "ALTER USER reader SET HOME DATABASE sales");
        assertThat(as("reader", null, "MATCH (o:Order) RETURN count(o)")).isEqualTo(List.of(List.of(1L)));
        as("neo4j", "system", "ALTER USER reader SET HOME DATABASE nowhere");
        assertThat((String) as("reader", null, "RETURN 1"))
                .isEqualTo("Database.DatabaseNotFound: Graph not found: nowhere");
        as("neo4j", "system", "ALTER USER reader REMOVE HOME DATABASE");
    }

    @Test
    void anothersPlaceCanBeTakenByThoseWhoMay() {
        assertThat(as("neo4j", "reader", "sales", "MATCH (o:Order) RETURN count(o)"))
                .isEqualTo(List.of(List.of(1L)));
        assertThat((String) as("neo4j", "reader", "sales", "CREATE (:Order)")).contains("user 'reader' with roles");
        assertThat(as("neo4j", "pat", null, "RETURN 1")).isEqualTo(List.of(List.of(1L)));
        assertThat(as("neo4j", "pat", "system", "SHOW CURRENT USER YIELD user RETURN user"))
                .isEqualTo(List.of(List.of("pat")));
        assertThat(as("neo4j", "architect", "system", "STOP DATABASE sales"))
                .isEqualTo(
                        "Security.Forbidden: STOP DATABASE changes something, which is not allowed while impersonating user"
                                + " 'architect'. Run it as yourself.");
        assertThat(as("reader", "editor", "sales", "RETURN 1"))
                .isEqualTo("Security.Forbidden: Cannot impersonate user 'editor'.");
        assertThat(as("neo4j", "nobody", "sales", "RETURN 1"))
                .isEqualTo("Security.Forbidden: Cannot impersonate user 'nobody'.");
        assertThat(as(null, "reader", "sales", "RETURN 1"))
                .isEqualTo(
                        "Statement.ArgumentError: Impersonation is not supported with authentication off: 'reader'.");
    }

    @Test
    void useOfAnotherDatabaseIsNoWayRound() {
        assertThat(using("pat", null, "USE neo4j RETURN 1")).startsWith("Security.Forbidden: Database access is not");
        assertThat(using("neo4j", "pat", "USE neo4j RETURN 1"))
                .as("in another's place")
                .startsWith("Security.Forbidden: Database access is not allowed for user 'pat'");
        assertThat(using("neo4j", null, "USE neo4j RETURN 1")).isEqualTo("allowed");
    }

    private String using(String user, String impersonated, String query) {
        TransactionRequest request =
                new TransactionRequest(user, "sales", true, List.of(), 0, Map.of(), true, false, impersonated);
        Transactions transactions = servers.server("s1").transactions();
        try {
            servers.simulation.join(
                    transactions.begin(request).thenCompose(own -> {
                        UsedDatabases used = transactions.using(request, own);
                        return used.run(query, Map.of()).whenComplete((done, failure) -> used.rollback());
                    }),
                    PATIENCE);
            return "allowed";
        } catch (CompletionException e) {
            BoltFailure failure = (BoltFailure) Stages.causeOf(e);
            return failure.code().replaceFirst("^Neo\\.ClientError\\.", "") + ": " + failure.getMessage();
        }
    }

    @Test
    void whoIsSuspendedMeanwhileMayDoNothingAnyMore() {
        as("neo4j", "system", "CREATE USER temp SET PASSWORD 'password-temp'");
        as("neo4j", "system", "GRANT ROLE reader TO temp");
        assertThat(as("temp", "sales", "RETURN 1")).isInstanceOf(List.class);
        as("neo4j", "system", "ALTER USER temp SET STATUS SUSPENDED");
        assertThat((String) as("temp", "sales", "RETURN 1"))
                .startsWith("Security.Forbidden: Database access is not allowed for user 'temp' with roles [].");
        as("neo4j", "system", "DROP USER temp");
        assertThat((String) as("temp", "sales", "RETURN 1")).startsWith("Security.Forbidden: ");
    }

    @Test
    void aRoleOfOnesOwnAllowsWhatItWasGranted() {
        as("neo4j", "system", "CREATE USER helper SET PASSWORD 'password-helper'");
        as("neo4j", "system", "GRANT ROLE assistant TO helper");
        assertThat(as("helper", "system", "START DATABASE sales")).isInstanceOf(List.class);
        assertThat((String) as("helper", "system", "START DATABASE neo4j")).startsWith("Security.Forbidden: ");
        assertThat((String) as("helper", "system", "STOP DATABASE sales")).startsWith("Security.Forbidden: ");
        as("neo4j", "system", "DENY START ON DATABASE * TO assistant");
        assertThat((String) as("helper", "system", "START DATABASE sales")).startsWith("Security.Forbidden: ");
        as("neo4j", "system", "REVOKE DENY START ON DATABASE * FROM assistant");
        as("neo4j", "system", "DROP USER helper");
    }

    @Test
    void commandsAreWrittenDownWithoutPasswords() throws Exception {
        as("neo4j", "system", "CREATE USER written SET PASSWORD 'password-written' CHANGE NOT REQUIRED");
        as("neo4j", "system", "DROP USER written");
        as("reader", "system", "DROP USER editor");
        servers.simulation.runFor(Duration.ofSeconds(1));
        assertThat(securityLog())
                .contains(
                        " INFO  [neo4j]: CREATE USER written SET PASSWORD '******' CHANGE NOT REQUIRED\n",
                        " INFO  [neo4j]: DROP USER written\n",
                        " ERROR [reader]: DROP USER editor: Permission denied. DROP USER needs the privilege")
                .doesNotContain("password-");
    }

    private String securityLog() throws IOException {
        return new String(
                servers.simulation
                        .server("s1")
                        .world()
                        .disk()
                        .readAll(servers.server("s1").config().directories().securityLog()),
                StandardCharsets.UTF_8);
    }
}
