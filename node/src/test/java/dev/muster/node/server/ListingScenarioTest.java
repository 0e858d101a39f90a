package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.stages.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What servers show of what they have: their procedures and functions, to whom, and that this is true. */
class ListingScenarioTest {
    /** Of procedures that do nothing, or nothing more, when they are called like this. */
    private static final Map<String, String> ARGUMENTS = Map.of(
            "dbms.cluster.statusCheck", "['neo4j']",
            "dbms.cluster.reallocateNumberOfDatabases", "1, true",
            "dbms.cluster.uncordonServer", "'s1'",
            "dbms.setDefaultDatabase", "'neo4j'",
            "dbms.routing.getRoutingTable", "{}",
            "dbms.cluster.routing.getRoutingTable", "{}");

    private final SimulatedServers servers = new SimulatedServers(11, 1);

    @BeforeEach
    void start() {
        servers.awaitReady();
    }

    /** The rows, or the failure's text; {@code user} null: without authentication. */
    private Object as(String user, String query) {
        CompletionStage<List<List<Object>>> rows = servers.server("s1")
                .transactions()
                .begin(new TransactionRequest(user, "system", true, List.of(), 0, Map.of(), true, false))
                .thenCompose(transaction -> transaction.run(query, Map.of()).thenCompose(result -> {
                    List<List<Object>> all = new ArrayList<>();
                    all.add(List.copyOf(result.fields()));
                    for (List<Object> row = result.next(); row != null; row = result.next()) {
                        all.add(row);
                    }
                    return transaction.commit().thenApply(bookmark -> all);
                }));
        try {
            return servers.simulation.join(rows, Duration.ofSeconds(30));
        } catch (CompletionException e) {
            return ((BoltFailure) Stages.causeOf(e)).getMessage();
        }
    }

    private List<?> rows(String user, String query) {
        List<?> all = (List<?>) as(user, query);
        return all.subList(1, all.size());
    }

    @Test
    void everyProcedureThatIsShownCanBeCalledAndHasTheColumnsThatAreShown() {
        List<?> shown = rows(
                null,
                "SHOW PROCEDURES YIELD name, argumentDescription, returnDescription RETURN name,"
                        + " size([a IN argumentDescription WHERE a.default IS NULL]),"
                        + " [column IN returnDescription | column.name]");
        assertThat(shown).hasSizeGreaterThan(35);
        int called = 0;
        for (Object procedure : shown) {
            String name = (String) ((List<?>) procedure).get(0);
            Object needed = ((List<?>) procedure).get(1);
            if (needed.equals(0L) || ARGUMENTS.containsKey(name)) {
                Object answer = as(null, "CALL " + name + "(" + ARGUMENTS.getOrDefault(name, "") + ")");
                called++;
                if (name.equals("dbms.security.reloadTLS")) {
                    assertThat((String) answer).contains("dbms.security.tls_reload_enabled is false");
                    continue;
                }
                assertThat(answer).as(name).isInstanceOf(List.class);
                assertThat(((List<?>) answer).get(0)).as(name).isEqualTo(((List<?>) procedure).get(2));
            } else {
                assertThat((String) as(null, "CALL " + name + "()"))
                        .as(name)
                        .startsWith("Procedure call does not provide the required number of arguments: got 0");
            }
        }
        assertThat(called).isGreaterThan(18);
        assertThat((String) as(null, "CALL dbms.nothing()")).contains("dbms.nothing");
    }

    @Test
    void settingsAreShownToAdministratorsAsTheyAre() {
        as("neo4j", "CREATE USER pat SET PASSWORD 'password-pat'");
        assertThat(rows("pat", "SHOW SETTINGS")).isEmpty();
        assertThat(rows("neo4j", "SHOW SETTINGS YIELD name").toString())
                .isEqualTo(as("neo4j", "CALL dbms.listConfig() YIELD name")
                        .toString()
                        .replaceFirst("\\[name], ", ""));
        assertThat(rows(
                        "neo4j",
                        "SHOW SETTINGS 'db.memory.transaction.max', 'db.transaction.timeout', 'muster.server.name' YIELD name,"
                                + " value, isDynamic, defaultValue, startupValue, isExplicitlySet, isDeprecated"))
                .hasToString("[[db.memory.transaction.max, 0, false, 0, 0, false, false],"
                        + " [db.transaction.timeout, 0s, false, 0s, 0s, false, false],"
                        + " [muster.server.name, s1, false, server01, s1, true, false]]");
        assertThat(
                        rows(
                                "neo4j",
                                "SHOW SETTINGS YIELD name, validValues, description WHERE validValues = '' OR description = ''"))
                .isEmpty();
        assertThat(rows("neo4j", "SHOW SETTING 'no.such.setting'")).isEmpty();
    }

    @Test
    void whoMayCallWhatIsShownToThoseWhoMaySeeRoles() {
        as("neo4j", "CREATE USER pat SET PASSWORD 'password-pat'");
        as("neo4j", "CREATE ROLE operator");
        as("neo4j", "GRANT EXECUTE ADMIN PROCEDURES ON DBMS TO operator");
        String roles = "SHOW PROCEDURES YIELD name, admin, rolesExecution, rolesBoostedExecution"
                + " WHERE name IN ['db.ping', 'dbms.listConfig', 'dbms.cluster.cordonServer']";
        assertThat(rows("neo4j", roles))
                .hasToString("[[db.ping, false, [PUBLIC], []], [dbms.cluster.cordonServer, true, [admin], []],"
                        + " [dbms.listConfig, true, [admin, operator], []]]");
        assertThat(rows("pat", roles))
                .hasToString("[[db.ping, false, null, null], [dbms.cluster.cordonServer, true, null, null],"
                        + " [dbms.listConfig, true, null, null]]");
    }

    @Test
    void whatIsExecutableFollowsFromPrivileges() {
        as("neo4j", "CREATE USER pat SET PASSWORD 'password-pat'");
        String admin = " YIELD name, admin RETURN admin, count(*) > 3 ORDER BY admin";
        List<Object> open = List.of(false, true);
        List<Object> guarded = List.of(true, true);
        assertThat(rows("pat", "SHOW PROCEDURES" + admin)).isEqualTo(List.of(open, guarded));
        assertThat(rows("pat", "SHOW PROCEDURES EXECUTABLE" + admin)).isEqualTo(List.of(open));
        assertThat(rows("pat", "SHOW PROCEDURES EXECUTABLE BY pat" + admin)).isEqualTo(List.of(open));
        assertThat(rows("neo4j", "SHOW PROCEDURES EXECUTABLE BY CURRENT USER" + admin))
                .isEqualTo(List.of(open, guarded));
        assertThat(rows("neo4j", "SHOW PROCEDURES EXECUTABLE BY pat" + admin)).isEqualTo(List.of(open));
        assertThat(rows("neo4j", "SHOW PROCEDURES EXECUTABLE BY nobody" + admin))
                .isEmpty();
        assertThat(as("pat", "SHOW FUNCTIONS EXECUTABLE BY neo4j"))
                .isEqualTo(
                        "What user 'neo4j' can execute is not shown to user 'pat' with roles [PUBLIC]. See GRANT SHOW USER ON"
                                + " DBMS; or leave BY out.");
    }
}
