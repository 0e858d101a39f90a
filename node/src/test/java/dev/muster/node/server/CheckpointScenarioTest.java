package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.QueryService.Result;
import dev.muster.bolt.QueryService.TransactionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code CALL db.checkpoint()} on whole servers: the database sales has two transactions, which no checkpoint has yet. */
class CheckpointScenarioTest {
    private static final String CHECKPOINT = "CALL db.checkpoint()";

    private final SimulatedServers servers = new SimulatedServers(11, 3);

    @BeforeEach
    void salesHasTwoTransactions() {
        servers.awaitReady();
        servers.write("system", "CREATE DATABASE sales WAIT");
        servers.write("sales", "CREATE (:Order {number: 1})");
        servers.write("sales", "CREATE (:Order {number: 2})");
        servers.simulation.runFor(Duration.ofSeconds(1));
    }

    private static List<Object> completed(String server, String database, long transaction) {
        return List.of(
                true,
                "Checkpoint completed: server '" + server + "' has transaction " + transaction + " of database '"
                        + database + "', and all before it, in its store.");
    }

    private String follower() {
        return servers.leaderOf("sales").equals("s1") ? "s2" : "s1";
    }

    @Test
    void anyServerTakesOneOfTheSessionsDatabase() {
        for (String server : List.of("s1", "s2", "s3")) {
            assertThat(servers.read(server, "sales", CHECKPOINT)).containsExactly(completed(server, "sales", 2));
        }
        assertThat(servers.read("s1", "neo4j", CHECKPOINT)).containsExactly(completed("s1", "neo4j", 0));
        assertThat(servers.read("s1", "system", CHECKPOINT + " YIELD success AS done WHERE done RETURN done"))
                .containsExactly(List.of(true));
    }

    @Test
    void onlyTheServerThatIsAskedWrites() {
        String asked = follower();
        servers.simulation.server(asked).disk().setFull(true);
        List<Object> refused = servers.read(asked, "sales", CHECKPOINT).get(0);
        assertThat(refused.get(0)).isEqualTo(false);
        assertThat((String) refused.get(1))
                .startsWith("Checkpoint failed on server '" + asked + "': no space left to write ")
                .endsWith(". The last checkpoint of database 'sales' counts on.");

        String leader = servers.leaderOf("sales");
        assertThat(servers.read(leader, "sales", CHECKPOINT)).containsExactly(completed(leader, "sales", 2));

        servers.simulation.server(asked).disk().setFull(false);
        assertThat(servers.read(asked, "sales", CHECKPOINT)).containsExactly(completed(asked, "sales", 2));
        assertThat(servers.read(asked, "sales", "MATCH (o:Order) RETURN count(o)"))
                .containsExactly(List.of(2L));
    }

    @Test
    void aDatabaseThatIsStoppedHasNoneTaken() {
        servers.write("system", "STOP DATABASE sales WAIT");
        assertThatThrownBy(() -> servers.read("s1", "sales", CHECKPOINT))
                .rootCause()
                .hasMessage("Database 'sales' is unavailable: it is offline.");
    }

    @Test
    void itDoesNotFollowChangesOfTheSameTransaction() {
        assertThatThrownBy(() -> servers.simulation.join(
                        servers.server(servers.leaderOf("sales"))
                                .transactions()
                                .begin(new TransactionRequest(null, "sales", true, List.of(), 0, Map.of(), true, false))
                                .thenCompose(transaction -> transaction
                                        .run("CREATE (:Order)", Map.of())
                                        .thenAccept(Result::discard)
                                        .thenCompose(done -> transaction.run(CHECKPOINT, Map.of()))
                                        .whenComplete((done, failure) -> transaction.rollback())),
                        Duration.ofSeconds(10)))
                .rootCause()
                .hasMessage("db.checkpoint cannot follow a change of data in the same transaction."
                        + " Run it in a transaction of its own.");
    }
}
