package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A copy of a database is frozen on one server of three, over restarts, until somebody lifts that. */
class QuarantineScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SimulatedServers servers;
    private String frozen;
    private String other;

    @BeforeEach
    void oneCopyOfSalesIsFrozen() {
        servers = new SimulatedServers(51, 3);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales WAIT");
        servers.write("sales", "CREATE (:Order {number: 1})");
        String leader = servers.leaderOf("sales");
        frozen = leader.equals("s1") ? "s2" : "s1";
        other = leader;
        assertThat(on(
                        frozen,
                        "CALL dbms.quarantineDatabase('sales', true, 'looks odd') YIELD databaseName, quarantined"))
                .containsExactly(List.of("sales", true));
        servers.simulation.runFor(Duration.ofSeconds(2));
    }

    private List<List<Object>> on(String server, String statement) {
        return servers.simulation.join(
                SimulatedServers.execute(servers.server(server), "system", true, statement, Map.of()), PATIENCE);
    }

    private List<List<Object>> shown() {
        return servers.read(
                other,
                "system",
                "SHOW DATABASE sales YIELD serverID, currentStatus, role, statusMessage WHERE serverID = '" + frozen
                        + "' RETURN currentStatus, role, statusMessage STARTS WITH 'By anonymous at ',"
                        + " statusMessage ENDS WITH ': looks odd'");
    }

    private void awaitOrdersOn(String server, long orders) {
        servers.eventually(() -> {
            try {
                return servers.read(server, "sales", "MATCH (o:Order) RETURN count(o)")
                        .equals(List.of(List.of(orders)));
            } catch (java.util.concurrent.CompletionException notYet) {
                return false;
            }
        });
    }

    @Test
    void itIsShownWithTheReasonAndTheOthersGoOn() {
        assertThat(shown()).containsExactly(List.of("quarantined", "unknown", true, true));
        servers.write("sales", "CREATE (:Order {number: 2})");
        assertThat(servers.read(other, "sales", "MATCH (o:Order) RETURN count(o)"))
                .containsExactly(List.of(2L));
        assertThatThrownBy(() -> servers.read(frozen, "sales", "RETURN 1"))
                .rootCause()
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        failure -> assertThat(failure.getMessage())
                                .startsWith("Database 'sales' is unavailable: it is quarantined (By anonymous at "));
    }

    @Test
    void neitherCommandsNorARestartLiftItButTheProcedureDoes() {
        servers.write("system", "START DATABASE sales");
        servers.cutPower(frozen);
        servers.start(frozen);
        servers.awaitReady();
        servers.simulation.runFor(Duration.ofSeconds(5));
        assertThat(shown()).containsExactly(List.of("quarantined", "unknown", true, true));
        servers.write("sales", "CREATE (:Order {number: 2})");

        assertThat(on(frozen, "CALL dbms.quarantineDatabase('sales', false)")
                        .get(0)
                        .get(1))
                .isEqualTo(false);
        awaitOrdersOn(frozen, 2);
    }

    @Test
    void theCopyCanBeReplacedByOneOfTheOthers() {
        servers.write("sales", "CREATE (:Order {number: 2})");

        on(frozen, "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales', 'replaceStateReplaceStore')");

        awaitOrdersOn(frozen, 2);
        servers.cutPower(frozen);
        servers.start(frozen);
        awaitOrdersOn(frozen, 2);
    }

    @Test
    void aFrozenDatabaseCanBeDroppedAndItsNameUsedAgain() {
        servers.write("system", "DROP DATABASE sales WAIT");
        servers.write("system", "CREATE DATABASE sales WAIT");
        servers.write("sales", "CREATE (:Order)");
        awaitOrdersOn(frozen, 1);
    }

    @Test
    void whatCannotBeLiftedIsToldWhy() {
        String start = "Setting/removing the quarantine marker failed: ";
        assertFails(
                other,
                "CALL dbms.quarantineDatabase('sales', false)",
                start + "Database 'sales' on server '" + other + "' is not in quarantine.");
        assertFails(
                other,
                "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales')",
                start + "'" + frozen + "' is not the server that was asked, '" + other + "'; connect to that one.");
        assertFails(
                frozen,
                "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales', 'replaceStateKeepStore')",
                start
                        + "operation 'replaceStateKeepStore' is none of keepStateKeepStore and replaceStateReplaceStore.");
        assertFails(
                frozen,
                "CALL dbms.quarantineDatabase('nothing', true)",
                start + "Database 'nothing' is not on server '" + frozen + "'.");
    }

    private void assertFails(String server, String statement, String text) {
        assertThatThrownBy(() -> on(server, statement))
                .rootCause()
                .isInstanceOfSatisfying(BoltFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("Neo.ClientError.Procedure.ProcedureCallFailed");
                    assertThat(failure).hasMessage(text);
                });
    }
}
