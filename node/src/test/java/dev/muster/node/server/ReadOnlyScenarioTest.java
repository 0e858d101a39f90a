package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Databases that may be read and not written, because a command or the settings of servers say so. */
class ReadOnlyScenarioTest {
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    private static void assertRefused(SimulatedServers servers, String database, String write) {
        assertThatThrownBy(() -> servers.write(database, write))
                .rootCause()
                .isInstanceOfSatisfying(BoltFailure.class, failure -> {
                    assertThat(failure.code()).isEqualTo("Neo.ClientError.General.WriteOnReadOnlyAccessDatabase");
                    assertThat(failure)
                            .hasMessage("No write operations are allowed on this database. The database is in read-only"
                                    + " mode on this Neo4j instance.");
                });
    }

    private static List<List<Object>> access(SimulatedServers servers, String database) {
        return servers.read(
                "s1", "system", "SHOW DATABASE " + database + " YIELD access RETURN access, count(*) ORDER BY access");
    }

    @Test
    void whatACommandMakesReadOnlyIsReadEverywhereAndWrittenNowhereUntilItIsSetBack() {
        SimulatedServers servers = new SimulatedServers(31, 3);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales WAIT");
        servers.write("sales", "CREATE (:Order)");

        assertThat(servers.write("system", "ALTER DATABASE sales SET ACCESS READ ONLY WAIT"))
                .hasSize(3)
                .allMatch(row -> row.get(1).equals("CaughtUp"));
        assertThat(access(servers, "sales")).containsExactly(List.of("read-only", 3L));
        assertRefused(servers, "sales", "CREATE (:Order)");
        assertRefused(servers, "sales", "CREATE INDEX FOR (o:Order) ON (o.number)");
        for (String server : servers.running()) {
            assertThat(servers.read(server, "sales", "MATCH (o:Order) RETURN count(o)"))
                    .containsExactly(List.of(1L));
        }
        servers.write("neo4j", "CREATE (:Other)");

        servers.write("system", "ALTER DATABASE sales SET ACCESS READ WRITE WAIT");
        servers.simulation.runFor(A_MOMENT);
        servers.write("sales", "CREATE (:Order)");
        assertThat(access(servers, "sales")).containsExactly(List.of("read-write", 3L));
    }

    @Test
    void itStaysReadOnlyWhenTheServersStartAgain() {
        SimulatedServers servers = new SimulatedServers(32, 1);
        servers.awaitReady();
        servers.write("system", "ALTER DATABASE neo4j SET ACCESS READ ONLY WAIT");

        servers.cutPower("s1");
        servers.start("s1");
        servers.awaitReady();

        assertRefused(servers, "neo4j", "CREATE (:Order)");
    }

    @Test
    void settingsForbidWritesOfAllButSystemAndTheExceptions() {
        SimulatedServers servers = new SimulatedServers(33, 1, (name, parts) -> parts, """
                server.databases.default_to_read_only=true
                server.databases.writable=sales,archive
                server.databases.read_only=archive
                """);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales WAIT");
        servers.write("system", "CREATE DATABASE archive WAIT");

        assertRefused(servers, "neo4j", "CREATE (:Order)");
        assertRefused(servers, "archive", "CREATE (:Order)");
        servers.write("sales", "CREATE (:Order)");
        assertThat(servers.read("s1", "system", "SHOW DATABASES YIELD name, access RETURN name, access ORDER BY name"))
                .containsExactly(
                        List.of("archive", "read-only"),
                        List.of("neo4j", "read-only"),
                        List.of("sales", "read-write"),
                        List.of("system", "read-write"));

        servers.write("system", "ALTER DATABASE archive SET ACCESS READ WRITE");
        assertRefused(servers, "archive", "CREATE (:Order)");
    }
}
