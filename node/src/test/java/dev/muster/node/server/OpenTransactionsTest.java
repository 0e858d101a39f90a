package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.bolt.QueryService.Client;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.node.query.ServerTransaction;
import dev.muster.node.stages.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Transactions that are open as SHOW TRANSACTIONS tells of them, and how TERMINATE TRANSACTIONS ends them. */
class OpenTransactionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SimulatedServers servers = new SimulatedServers(21, 1);

    @BeforeEach
    void start() {
        servers.awaitReady();
        ServerTransaction making = begin("neo4j", "system");
        rows(making, "CREATE USER ann SET PASSWORD 'password-ann'");
        rows(making, "CREATE USER bob SET PASSWORD 'password-bob'");
        making.rollback();
    }

    private ServerTransaction begin(String user, String database) {
        return servers.simulation.join(
                servers.server("s1")
                        .transactions()
                        .begin(new TransactionRequest(
                                user,
                                database,
                                true,
                                List.of(),
                                0,
                                Map.of("app", "test"),
                                false,
                                false,
                                null,
                                new Client("bolt-7", "10.0.0.9:5000"))),
                PATIENCE);
    }

    private QueryService.Result run(ServerTransaction transaction, String query) {
        return servers.simulation.join(transaction.run(query, Map.of()), PATIENCE);
    }

    private List<List<Object>> rows(ServerTransaction transaction, String query) {
        QueryService.Result result = run(transaction, query);
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> row = result.next(); row != null; row = result.next()) {
            rows.add(row);
        }
        return rows;
    }

    private String idOf(ServerTransaction transaction) {
        return (String) rows(
                        transaction,
                        "SHOW TRANSACTIONS YIELD transactionId, currentQuery WHERE currentQuery CONTAINS 'mine' RETURN"
                                + " transactionId // mine")
                .get(0)
                .get(0);
    }

    private static void assertTerminated(ThrowingCallable call) {
        assertThatThrownBy(call).satisfies(thrown -> {
            BoltFailure failure = (BoltFailure) Stages.causeOf(thrown);
            assertThat(failure.code()).isEqualTo("Neo.ClientError.Transaction.Terminated");
            assertThat(failure.getMessage())
                    .isEqualTo("The transaction has been terminated: somebody has asked for that.");
        });
    }

    @Test
    void whatRunsAndWhatIsIdleIsShownUntilItEnds() {
        ServerTransaction admin = begin("neo4j", "system");
        ServerTransaction running = begin("ann", "neo4j");
        QueryService.Result half = run(running, "UNWIND [1, 2] AS x RETURN x");
        half.next();
        String query = "SHOW TRANSACTIONS YIELD database, username, currentQuery, connectionId, clientAddress, status,"
                + " metaData, protocol, outerTransactionId WHERE username = 'ann' RETURN *";
        assertThat(rows(admin, query))
                .hasToString(
                        "[[neo4j, ann, UNWIND [1, 2] AS x RETURN x, bolt-7, 10.0.0.9:5000, Running, {app=test}, bolt, ]]");
        servers.simulation.runFor(Duration.ofMillis(1_500));
        assertThat(rows(
                        admin,
                        "SHOW TRANSACTIONS YIELD username, startTime, elapsedTime, currentQueryElapsedTime, currentQueryId"
                                + " WHERE username = 'ann' RETURN elapsedTime.milliseconds >= 1500, elapsedTime.milliseconds <"
                                + " 3000, currentQueryElapsedTime.milliseconds >= 1500, datetime(startTime) <"
                                + " datetime.realtime(), currentQueryId STARTS WITH 'query-'"))
                .containsExactly(List.of(true, true, true, true, true));

        half.discard();
        String idle = "SHOW TRANSACTIONS YIELD username, currentQuery, currentQueryId, currentQueryElapsedTime WHERE"
                + " username = 'ann' RETURN *";
        assertThat(rows(admin, idle)).containsExactly(Arrays.asList("ann", "", "", null));

        running.rollback();
        assertThat(rows(admin, query)).isEmpty();
        admin.rollback();
        assertThat(rows(begin(null, "neo4j"), "SHOW TRANSACTIONS")).hasSize(1);
    }

    @Test
    void passwordsAreNotShown() {
        ServerTransaction changing = begin("neo4j", "system");
        run(changing, "ALTER USER bob SET PASSWORD 'another-secret'");
        assertThat(rows(begin("neo4j", "system"), "SHOW TRANSACTIONS YIELD currentQuery")
                        .toString())
                .contains("ALTER USER bob SET PASSWORD")
                .doesNotContain("another-secret");
    }

    @Test
    void oneSeesAndEndsOnesOwnAndAdministratorsAll() {
        ServerTransaction anns = begin("ann", "neo4j");
        ServerTransaction bobs = begin("bob", "neo4j");
        ServerTransaction admin = begin("neo4j", "neo4j");
        String users = "SHOW TRANSACTIONS YIELD username ORDER BY username";
        assertThat(rows(bobs, users)).containsExactly(List.of("bob"));
        assertThat(rows(admin, users)).containsExactly(List.of("ann"), List.of("bob"), List.of("neo4j"));

        String id = idOf(anns);
        assertThat(rows(bobs, "SHOW TRANSACTIONS '" + id + "'")).isEmpty();
        assertThat(rows(bobs, "TERMINATE TRANSACTIONS '" + id + "'"))
                .containsExactly(Arrays.asList(id, null, "Transaction not found."));
        assertThat(rows(anns, "RETURN 1")).containsExactly(List.of(1L));

        assertThat(rows(admin, "SHOW TRANSACTIONS '" + id + "' YIELD username")).containsExactly(List.of("ann"));
        assertThat(rows(admin, "TERMINATE TRANSACTIONS '" + id + "', 'neo4j-transaction-0'"))
                .containsExactly(
                        List.of(id, "ann", "Transaction terminated."),
                        Arrays.asList("neo4j-transaction-0", null, "Transaction not found."));
        assertThat(rows(admin, users)).containsExactly(List.of("bob"), List.of("neo4j"));
    }

    @Test
    void anIdleOneLetsGoOfAllItHoldsAndItsClientIsTold() {
        ServerTransaction first = begin("neo4j", "neo4j");
        run(first, "CREATE (:Lost)").discard();
        ServerTransaction second = begin("neo4j", "neo4j");
        long before = servers.server("s1").transactions().openCount();

        rows(second, "TERMINATE TRANSACTION '" + idOf(first) + "'");

        assertThat(servers.server("s1").transactions().openCount()).isEqualTo(before - 1);
        assertTerminated(() -> run(first, "RETURN 1"));
        assertTerminated(() -> servers.simulation.join(first.commit(), PATIENCE));
        assertThat(rows(second, "MATCH (n:Lost) RETURN n")).isEmpty();
    }

    @Test
    void oneThatRunsFailsAtItsNextRow() {
        ServerTransaction first = begin("ann", "neo4j");
        String id = idOf(first);
        QueryService.Result half = run(first, "UNWIND range(1, 10) AS x RETURN x");
        half.next();
        rows(begin("neo4j", "neo4j"), "TERMINATE TRANSACTION '" + id + "'");
        assertTerminated(half::next);
    }

    @Test
    void oneThatCommitsAlreadyIsNotTerminated() {
        ServerTransaction writing = begin("neo4j", "neo4j");
        ServerTransaction asking = begin("neo4j", "system");
        String id = idOf(writing);
        run(writing, "CREATE (:Kept)").discard();
        CompletableFuture<String> commit = writing.commit().toCompletableFuture();
        assertThat(commit).isNotDone();

        QueryService.Result status = asking.run("SHOW TRANSACTIONS '" + id + "' YIELD status", Map.of())
                .toCompletableFuture()
                .join();
        assertThat(status.next()).isEqualTo(List.of("Closing"));
        QueryService.Result ended = asking.run("TERMINATE TRANSACTIONS '" + id + "'", Map.of())
                .toCompletableFuture()
                .join();
        assertThat(ended.next()).isEqualTo(List.of(id, "neo4j", "Unable to terminate closing transactions."));
        servers.simulation.join(commit, PATIENCE);
        assertThat(rows(begin("neo4j", "neo4j"), "MATCH (n:Kept) RETURN count(n)"))
                .containsExactly(List.of(1L));
    }
}
