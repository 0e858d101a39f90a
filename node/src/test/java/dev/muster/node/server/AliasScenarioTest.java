package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService.Result;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.query.UsedDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A cluster of three servers in which {@code films} stands for {@code movies}: the name works wherever a database is named. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AliasScenarioTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SimulatedServers servers;

    @BeforeAll
    void filmsAreMovies() {
        servers = new SimulatedServers(21, 3);
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE movies WAIT");
        servers.write("system", "CREATE ALIAS Films FOR DATABASE movies");
        servers.write("movies", "CREATE (:Film {title: 'Alien'})");
        servers.simulation.runFor(Duration.ofSeconds(2));
    }

    @Test
    void clientsReadAndWriteUnderTheAliasOnEveryServer() {
        servers.write("FILMS", "CREATE (:Film {title: 'Brazil'})-[:BY]->(:Director)");
        servers.simulation.runFor(Duration.ofSeconds(2));

        for (String server : servers.running()) {
            assertThat(servers.read(server, "films", "MATCH (f:Film {title: 'Brazil'}) RETURN count(f)"))
                    .containsExactly(List.of(1L));
            assertThat(servers.read(server, "system", "SHOW ALIASES FOR DATABASE YIELD name, database"))
                    .containsExactly(List.of("films", "movies"));
        }
    }

    @Test
    void useOfTheAliasIsUseOfTheDatabase() {
        TransactionRequest request = new TransactionRequest(null, "neo4j", true, List.of(), 0, Map.of(), false, false);
        var transactions = servers.server(servers.leaderOf("movies")).transactions();
        UsedDatabases used =
                transactions.using(request, servers.simulation.join(transactions.begin(request), PATIENCE));

        assertThat(rows(used, "USE films MATCH (f:Film {title: 'Alien'}) RETURN count(f)"))
                .containsExactly(List.of(1L));
        rows(used, "USE movies CREATE (:Film {title: 'Casablanca'})");
        assertThat(rows(used, "USE films MATCH (f:Film {title: 'Casablanca'}) RETURN count(f)"))
                .as("both names are one transaction on one database")
                .containsExactly(List.of(1L));
        assertThat(transactions.openCount()).isEqualTo(2);
        used.rollback();
    }

    @Test
    void aCommandWaitsForTheDatabaseThatTheAliasStandsFor() {
        servers.write("system", "CREATE DATABASE series WAIT");
        servers.write("system", "CREATE ALIAS soaps FOR DATABASE series");

        assertThat(servers.write("system", "STOP DATABASE soaps WAIT"))
                .hasSize(3)
                .allMatch(row -> row.get(1).equals("CaughtUp"));
        assertThat(
                        servers.read(
                                servers.running().get(0),
                                "system",
                                "SHOW DATABASE soaps YIELD name, aliases, currentStatus RETURN DISTINCT name, aliases, currentStatus"))
                .containsExactly(List.of("series", List.of("soaps"), "offline"));
        assertThat(servers.write("system", "DROP DATABASE soaps CASCADE ALIASES WAIT"))
                .hasSize(3)
                .allMatch(row -> row.get(1).equals("CaughtUp"));
        assertThatThrownBy(() -> servers.write("soaps", "RETURN 1"))
                .rootCause()
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        failure -> assertThat(failure.code()).isEqualTo("Neo.ClientError.Database.DatabaseNotFound"));
    }

    private List<List<Object>> rows(UsedDatabases used, String query) {
        Result result = servers.simulation.join(used.run(query, Map.of()), PATIENCE);
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row = result.next(); row != null; row = result.next()) {
            rows.add(row);
        }
        return rows;
    }
}
