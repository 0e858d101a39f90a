package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.backup.artifact.Artifact;
import dev.muster.backup.artifact.ArtifactReader;
import dev.muster.backup.offline.Load;
import dev.muster.backup.restore.RestoreRequest;
import dev.muster.backup.restore.RestoreTarget;
import dev.muster.bolt.BoltFailure;
import dev.muster.node.config.ServerConfig;
import dev.muster.runtime.Disk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DROP DATABASE … DUMP DATA on three servers: each has its dump before anything is destroyed, or nothing is. */
class DumpDataScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private SimulatedServers servers;

    @BeforeEach
    void threeServersWithSales() {
        servers = new SimulatedServers(81, 3);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales WAIT");
        for (int number = 1; number <= 5; number++) {
            servers.write("sales", "CREATE (:Order {number: " + number + "})");
        }
    }

    private ServerConfig.Directories directories(String server) {
        return servers.config(server).directories();
    }

    private Disk disk(String server) {
        return servers.simulation.server(server).world().disk();
    }

    private Path dump(String server) {
        return directories(server).dumps().resolve("sales.dump");
    }

    private boolean hasStore(String server) throws IOException {
        return disk(server).exists(directories(server).stores().resolve("sales"));
    }

    private List<List<Object>> databases() {
        return servers.read("s1", "system", "SHOW DATABASES YIELD name RETURN DISTINCT name ORDER BY name");
    }

    private void awaitOrders(String server, long orders) {
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
    void eachServerHasItsDumpWhenTheCommandIsDoneAndOneCanBeLoaded() throws IOException {
        servers.write("system", "DROP DATABASE sales DUMP DATA");

        assertThat(databases()).containsExactly(List.of("neo4j"), List.of("system"));
        for (String server : servers.running()) {
            Artifact dump = ArtifactReader.describe(disk(server), dump(server));
            assertThat(dump.header().databaseName()).isEqualTo("sales");
            assertThat(dump.highest()).isEqualTo(5);
            assertThat(dump.facts().nodes()).isEqualTo(5);
        }
        servers.simulation.runFor(Duration.ofSeconds(2));
        for (String server : servers.running()) {
            assertThat(hasStore(server)).isFalse();
        }

        RestoreTarget.Directories target = new RestoreTarget.Directories(
                directories("s2").stores(),
                directories("s2").transactionLogs(),
                directories("s2").data().resolve("no-server"));
        new Load(servers.simulation.server("s2").world(), target, line -> {}, () -> false)
                .run("sales", new Load.Source.File(dump("s2")), RestoreRequest.Existing.REFUSE);
        servers.write("system", "CREATE DATABASE sales WAIT");
        for (String server : servers.running()) {
            awaitOrders(server, 5);
        }
    }

    @Test
    void aStoppedAndAFrozenDatabaseAreDumpedToo() throws IOException {
        servers.simulation.join(
                SimulatedServers.execute(
                        servers.server("s2"), "system", true, "CALL dbms.quarantineDatabase('sales', true)", Map.of()),
                PATIENCE);
        servers.write("system", "STOP DATABASE sales WAIT");

        assertThat(servers.write("system", "DROP DATABASE sales DUMP DATA WAIT"))
                .hasSize(3)
                .allMatch(row -> row.get(1).equals("CaughtUp"));

        for (String server : servers.running()) {
            assertThat(ArtifactReader.describe(disk(server), dump(server))
                            .facts()
                            .nodes())
                    .isEqualTo(5);
        }
    }

    @Test
    void whereADumpCannotBeWrittenNothingIsDestroyedAnywhere() throws IOException {
        disk("s2").createDirectories(directories("s2").dumps());
        disk("s2").replace(dump("s2"), "somebody else's".getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThatThrownBy(() -> servers.write("system", "DROP DATABASE sales DUMP DATA"))
                .rootCause()
                .isInstanceOfSatisfying(BoltFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("Neo.DatabaseError.Database.Unknown");
                    assertThat(failure)
                            .hasMessage("Failed to delete the specified database 'sales': it could not be dumped on"
                                    + " server 's2': Archive already exists: " + dump("s2")
                                    + ". Nothing was destroyed; mend that and drop it again, or drop it without DUMP"
                                    + " DATA.");
                });

        for (String server : servers.running()) {
            awaitOrders(server, 5);
        }
        assertThat(servers.read(
                        "s1", "system", "SHOW DATABASE sales YIELD statusMessage RETURN DISTINCT statusMessage"))
                .containsExactly(List.of("DROP DATABASE with DUMP DATA was called off: server 's2': Archive already"
                        + " exists: " + dump("s2")));
        servers.write("sales", "CREATE (:Order {number: 6})");

        disk("s2").delete(dump("s2"));
        servers.write("system", "DROP DATABASE sales DUMP DATA");
        for (String server : servers.running()) {
            assertThat(ArtifactReader.describe(disk(server), dump(server))
                            .facts()
                            .nodes())
                    .as("dumps of the first try are replaced")
                    .isEqualTo(6);
        }
    }

    @Test
    void whoMendsItAndAsksAgainAtOnceIsNotToldTheOldReason() throws IOException {
        disk("s2").createDirectories(directories("s2").dumps());
        disk("s2").replace(dump("s2"), new byte[] {1});
        assertThatThrownBy(() -> servers.write("system", "DROP DATABASE sales DUMP DATA"))
                .rootCause()
                .hasMessageContaining("Archive already exists");

        disk("s2").delete(dump("s2"));
        servers.write("system", "DROP DATABASE sales DUMP DATA");
        assertThat(databases()).containsExactly(List.of("neo4j"), List.of("system"));
    }

    @Test
    void aServerThatIsDownIsWaitedFor() {
        servers.kill("s3");
        servers.simulation.runFor(Duration.ofSeconds(10));

        assertThatThrownBy(() -> servers.write("system", "DROP DATABASE sales DUMP DATA"))
                .rootCause()
                .hasMessage("Failed to delete the specified database 'sales' with DUMP DATA: server 's3', which has a"
                        + " copy of it, does not answer.");
        awaitOrders("s1", 5);
    }

    /** Neither s1 nor the one that leads {@code system}; the others have not noticed when this returns. */
    private String killOne() {
        String killed = servers.leaderOf("system").equals("s3") ? "s2" : "s3";
        servers.kill(killed);
        return killed;
    }

    @Test
    void aServerThatDiesOnTheWayHoldsItUpUntilItIsBack() throws IOException {
        String killed = killOne();

        assertThatThrownBy(() -> servers.write("system", "DROP DATABASE sales DUMP DATA WAIT 5"))
                .rootCause()
                .hasMessage("The specified database 'sales' is not deleted yet: not all of its servers have dumped it"
                        + " (missing: " + killed + "). It goes once they have; look at SHOW DATABASES.");
        assertThat(servers.read(
                        "s1",
                        "system",
                        "SHOW DATABASE sales YIELD serverID, currentStatus, statusMessage WHERE serverID = 's1'"
                                + " RETURN currentStatus, statusMessage"))
                .containsExactly(List.of("offline", "It is being dumped, and dropped then"));

        servers.start(killed);
        servers.eventually(() -> {
            var copy = servers.server("s1").databases().byName("sales");
            return copy == null || !copy.entry().isBeingDumped();
        });
        for (String server : servers.running()) {
            assertThat(hasStore(server) || disk(server).exists(dump(server))).isTrue();
        }
    }

    @Test
    void aPlainDropEndsTheWait() {
        killOne();
        CompletionStage<List<List<Object>>> dropping = SimulatedServers.execute(
                servers.server("s1"), "system", true, "DROP DATABASE sales DUMP DATA", Map.of());
        servers.simulation.runFor(Duration.ofSeconds(2));
        assertThat(databases()).hasSize(3);
        servers.write("system", "DROP DATABASE sales");

        servers.simulation.join(dropping, PATIENCE);
        assertThat(databases()).containsExactly(List.of("neo4j"), List.of("system"));
    }
}
