package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No server refuses a database for what its copy of the catalog does not say yet; no time passes between question and command. */
class FreshCatalogScenarioTest {
    private SimulatedServers servers;

    @BeforeEach
    void threeServersWithMovies() {
        servers = new SimulatedServers(23, 3);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE movies WAIT");
    }

    private void everyServerReadsAtOnce(String database) {
        for (String server : servers.running()) {
            assertThat(servers.read(server, database, "RETURN 1")).containsExactly(List.of(1L));
        }
    }

    @Test
    void aNameIsKnownEverywhereOnceItWasGivenAnywhere() {
        servers.write("system", "CREATE ALIAS films FOR DATABASE movies");

        everyServerReadsAtOnce("films");
    }

    @Test
    void aDatabaseIsUsedEverywhereOnceItWasStartedAnywhere() {
        servers.write("system", "STOP DATABASE movies WAIT");
        servers.simulation.runFor(Duration.ofSeconds(2));
        servers.write("system", "START DATABASE movies NOWAIT");

        everyServerReadsAtOnce("movies");
    }

    @Test
    void withoutALeaderToAskTheServerSoonSaysWhatItKnows() {
        String last = servers.leaderOf("system");
        servers.running().stream().filter(server -> !server.equals(last)).forEach(servers::cutPower);
        long asked = servers.simulation.nowNanos();

        assertThatThrownBy(() -> servers.read(last, "nowhere", "RETURN 1"))
                .rootCause()
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("Neo.ClientError.Database.DatabaseNotFound"));
        assertThat(Duration.ofNanos(servers.simulation.nowNanos() - asked))
                .isBetween(Duration.ofMillis(900), Duration.ofMillis(1_100));
    }
}
