package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.node.query.Transactions;
import dev.muster.node.query.UsedDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code USE} of other databases in a client's transaction, on virtual time. */
class UsedDatabasesTest {
    private SimulatedServers cluster;
    private Transactions transactions;

    @BeforeEach
    void twoDatabases() {
        cluster = new SimulatedServers(5, 1, (name, parts) -> parts, "");
        cluster.awaitReady();
        cluster.write("system", "CREATE DATABASE sales WAIT");
        cluster.write("neo4j", "CREATE (:Here)");
        cluster.write("sales", "CREATE (:There)");
        transactions = cluster.server(only()).transactions();
    }

    private String only() {
        return cluster.running().iterator().next();
    }

    private <T> T join(CompletionStage<T> stage) {
        return cluster.simulation.join(stage, Duration.ofSeconds(30));
    }

    private UsedDatabases begin() {
        QueryService.TransactionRequest request =
                new QueryService.TransactionRequest(null, "neo4j", true, List.of(), 0, Map.of(), false, false);
        return transactions.using(request, join(transactions.begin(request)));
    }

    private List<List<Object>> run(UsedDatabases used, String query) {
        QueryService.Result result = join(used.run(query, Map.of()));
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row = result.next(); row != null; row = result.next()) {
            rows.add(row);
        }
        return rows;
    }

    private static void assertFails(ThrowingCallable call, String code, String text) {
        assertThatThrownBy(call).rootCause().isInstanceOfSatisfying(BoltFailure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.getMessage()).isEqualTo(text);
        });
    }

    @Test
    void anyDatabaseMayBeRead() {
        UsedDatabases used = begin();

        assertThat(run(used, "MATCH (n) RETURN labels(n)")).containsExactly(List.of(List.of("Here")));
        assertThat(run(used, "USE sales MATCH (n) RETURN labels(n)")).containsExactly(List.of(List.of("There")));
        assertThat(run(used, "USE NEO4J MATCH (n) RETURN labels(n)")).containsExactly(List.of(List.of("Here")));

        assertThat(run(used, "USE Sales RETURN 1")).containsExactly(List.of(1L));
        assertThat(transactions.openCount()).isEqualTo(2);
        join(used.commit());
        assertThat(transactions.openCount()).isZero();
    }

    @Test
    void oneDatabaseMayBeWritten() {
        UsedDatabases used = begin();
        run(used, "MATCH (n) RETURN n");
        run(used, "USE sales CREATE (:Made)");
        run(used, "EXPLAIN CREATE (:Never)");

        assertFails(
                () -> run(used, "CREATE (:Never)"),
                "Neo.ClientError.Statement.AccessMode",
                "Writing to more than one database per transaction is not allowed. Attempted write to neo4j, currently writing"
                        + " to sales");
        String bookmark = join(used.commit());

        assertThat(bookmark).startsWith("muster:1:");
        assertThat(cluster.read(only(), "sales", "MATCH (n:Made) RETURN count(n)"))
                .containsExactly(List.of(1L));
        assertThat(cluster.read(only(), "neo4j", "MATCH (n:Never) RETURN count(n)"))
                .containsExactly(List.of(0L));
    }

    @Test
    void rollingBackAndTerminatingReachAll() {
        UsedDatabases used = begin();
        run(used, "USE sales CREATE (:Lost)");

        used.terminate(new BoltFailure("Neo.Some.Code", "stop"));

        assertFails(() -> run(used, "USE sales RETURN 1"), "Neo.Some.Code", "stop");
        assertFails(() -> run(used, "RETURN 1"), "Neo.Some.Code", "stop");
        used.rollback();
        assertThat(transactions.openCount()).isZero();
        assertThat(cluster.read(only(), "sales", "MATCH (n:Lost) RETURN n")).isEmpty();
    }

    @Test
    void aDatabaseThatIsNotThereIsNotFound() {
        UsedDatabases used = begin();

        assertFails(
                () -> run(used, "USE nowhere RETURN 1"),
                "Neo.ClientError.Database.DatabaseNotFound",
                "Graph not found: nowhere");
        used.rollback();
    }

    @Test
    void partsOfAStatementNameTheDatabaseOfTheOthersOrNone() {
        UsedDatabases used = begin();

        assertThat(run(used, "CALL { USE neo4j MATCH (n) RETURN labels(n) AS l } RETURN l"))
                .containsExactly(List.of(List.of("Here")));
        assertThat(
                        run(
                                used,
                                "USE sales MATCH (n) RETURN labels(n) AS l UNION ALL USE sales MATCH (n) RETURN labels(n) AS l"))
                .containsExactly(List.of(List.of("There")), List.of(List.of("There")));
        assertFails(
                () -> run(used, "CALL { USE sales MATCH (n) RETURN labels(n) AS l } RETURN l"),
                "Neo.ClientError.Statement.SemanticError",
                "Multiple graphs in the same query not allowed here. This feature is only available on composite"
                        + " databases.\nAttempted to access graph sales");
    }
}
