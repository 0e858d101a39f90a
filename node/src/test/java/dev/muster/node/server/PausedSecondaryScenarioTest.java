package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A secondary that is paused stays as it is while the primaries go on: for a backup of a moment, or an analysis. */
class PausedSecondaryScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PAUSE = "CALL dbms.cluster.secondaryReplicationDisable('sales', true)";
    private static final String RESUME = "CALL dbms.cluster.secondaryReplicationDisable('sales', false)";

    private SimulatedServers servers;
    private String secondary;

    @BeforeEach
    void aSecondaryIsPausedAtOneOrder() {
        servers = new SimulatedServers(101, 3);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales TOPOLOGY 2 PRIMARIES 1 SECONDARY WAIT");
        servers.write("sales", "CREATE (:Order {number: 1})");
        secondary = (String) servers.read(
                        "s1",
                        "system",
                        "SHOW DATABASE sales YIELD serverID, role WHERE role = 'secondary' RETURN serverID")
                .get(0)
                .get(0);
        servers.eventually(() -> orders() == 1);
        assertThat(on(secondary, PAUSE)).containsExactly(List.of("paused"));
    }

    private List<List<Object>> on(String server, String statement) {
        return servers.simulation.join(
                SimulatedServers.execute(servers.server(server), "system", true, statement, Map.of()), PATIENCE);
    }

    private long orders() {
        return (Long) servers.read(secondary, "sales", "MATCH (o:Order) RETURN count(o)")
                .get(0)
                .get(0);
    }

    @Test
    void itServesWhatItHadUntilItGoesOn() {
        for (int number = 2; number <= 20; number++) {
            servers.write("sales", "CREATE (:Order {number: " + number + "})");
            servers.simulation.runFor(Duration.ofSeconds(1));
        }
        assertThat(orders()).isEqualTo(1);
        assertThat(servers.read(
                        "s1",
                        "system",
                        "SHOW DATABASE sales YIELD serverID, role, currentStatus WHERE serverID = '" + secondary
                                + "' RETURN role, currentStatus"))
                .containsExactly(List.of("secondary", "online"));

        assertThat(on(secondary, RESUME)).containsExactly(List.of("running"));
        servers.eventually(() -> orders() == 20);
    }

    @Test
    void aRestartLetsItGoOn() {
        servers.write("sales", "CREATE (:Order {number: 2})");
        servers.stop(secondary);
        servers.start(secondary);
        servers.awaitReady();
        servers.eventually(() -> orders() == 2);
    }

    @Test
    void onlySecondariesArePaused() {
        String primary = servers.leaderOf("sales");
        for (String database : List.of("sales", "system", "nothing")) {
            assertThatThrownBy(() -> on(primary, "CALL dbms.cluster.readReplicaToggle('" + database + "', true)"))
                    .rootCause()
                    .isInstanceOfSatisfying(BoltFailure.class, failure -> {
                        assertThat(failure.code()).isEqualTo("Neo.ClientError.Procedure.ProcedureCallFailed");
                        assertThat(failure)
                                .hasMessage("Cannot invoke procedure on this member because it is not a secondary for"
                                        + " the database " + database + ".");
                    });
        }
    }
}
