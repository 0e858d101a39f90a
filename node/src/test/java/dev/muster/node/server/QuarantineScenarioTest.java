package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import java.io.IOException;
import java.nio.file.Path;
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
    void theCopyCanJoinAsANewMemberWithTheStoreThatItHas() throws IOException {
        servers.write("sales", "CREATE (:Order {number: 2})");
        markStore();
        int life = life();

        assertThat(on(frozen, "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales', 'replaceStateKeepStore')"))
                .containsExactly(List.of("sales", false, "The copy joins as a new member, with the store that it has"));

        awaitOrdersOn(frozen, 2);
        assertThat(life()).isGreaterThan(life);
        assertThat(storeIsMarked()).isTrue();
        servers.cutPower(frozen);
        servers.start(frozen);
        awaitOrdersOn(frozen, 2);
    }

    @Test
    void aCopyThatIsReplacedKeepsNothingEvenIfItWasToFirst() throws IOException {
        markStore();
        servers.simulation.join(
                servers.server(frozen)
                        .databases()
                        .keepStore(servers.server(frozen).databases().byName("sales"), true),
                PATIENCE);

        on(frozen, "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales', 'replaceStateReplaceStore')");

        awaitOrdersOn(frozen, 1);
        assertThat(storeIsMarked()).isFalse();
    }

    @Test
    void aServerThatCrashesOnTheWayKeepsTheStoreAllTheSame() throws IOException {
        markStore();
        on(frozen, "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales', 'replaceStateKeepStore')");
        servers.cutPower(frozen);
        servers.simulation.runFor(Duration.ofSeconds(2));
        servers.start(frozen);

        awaitOrdersOn(frozen, 1);
        assertThat(storeIsMarked()).isTrue();
    }

    private int life() {
        return servers.server(frozen).databases().byName("sales").member().incarnation();
    }

    private Path mark() {
        return servers.config(frozen).directories().stores().resolve("sales").resolve("mark");
    }

    private void markStore() throws IOException {
        servers.simulation.server(frozen).world().disk().replace(mark(), new byte[] {1});
    }

    private boolean storeIsMarked() throws IOException {
        return servers.simulation.server(frozen).world().disk().exists(mark());
    }

    @Test
    void anyServerCanBeToldToHaveItLifted() {
        servers.write("system", "RENAME SERVER '" + frozen + "' TO 'frosty'");
        servers.simulation.runFor(Duration.ofSeconds(1));

        assertThat(on(other, "CALL dbms.unquarantineDatabase('frosty', 'Sales')"))
                .containsExactly(List.of("sales", false, "The database becomes what is requested of it"));

        awaitOrdersOn(frozen, 1);
        assertFails(
                other,
                "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales')",
                "Setting/removing the quarantine marker failed: Database 'sales' on server '" + frozen
                        + "' is not in quarantine.");
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() {
        servers.kill(frozen);

        assertThatThrownBy(() -> on(other, "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales')"))
                .rootCause()
                .hasMessageStartingWith(
                        "Setting/removing the quarantine marker failed: server '" + frozen + "' cannot be asked: ");
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
        assertFails(other, "CALL dbms.unquarantineDatabase('s9', 'sales')", start + "there is no server 's9'.");
        for (String asked : List.of(frozen, other)) {
            assertFails(
                    asked,
                    "CALL dbms.unquarantineDatabase('" + frozen + "', 'sales', 'keepAll')",
                    start + "operation 'keepAll' is none of keepStateKeepStore, replaceStateKeepStore and"
                            + " replaceStateReplaceStore.");
        }
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
