package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The sequence of the manuals: another database becomes the default one of a running cluster (F.9). */
class DefaultDatabaseScenarioTest {
    @Test
    void clientsWithoutADatabaseGetTheNewDefaultOnceItIsSet() {
        SimulatedServers servers = new SimulatedServers(41, 3);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE movies WAIT");
        servers.write("movies", "CREATE (:Film)");
        servers.write("system", "STOP DATABASE neo4j WAIT");

        assertThat(servers.write("system", "CALL dbms.setDefaultDatabase('movies')"))
                .containsExactly(List.of("Default database set to 'movies'"));
        servers.write("system", "START DATABASE neo4j WAIT");

        assertThat(servers.write(null, "MATCH (f:Film) RETURN count(f)")).containsExactly(List.of(1L));
        assertThat(servers.read("s1", "system", "SHOW DEFAULT DATABASE YIELD name RETURN DISTINCT name"))
                .containsExactly(List.of("movies"));
        assertThat(
                        servers.read(
                                "s2",
                                "system",
                                "SHOW DATABASES YIELD name, default, home WHERE default OR home RETURN DISTINCT name, default, home"))
                .containsExactly(List.of("movies", true, true));
    }
}
