package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.node.query.ServerTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Transactions whose time is over while their clients say nothing, on virtual time. */
class IdleTransactionTest {
    private static final String BY_CLIENT = "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration";
    private static final String BY_SERVER = "Neo.ClientError.Transaction.TransactionTimedOut";

    private static SimulatedServers cluster(String settings) {
        SimulatedServers cluster = new SimulatedServers(3, 1, (name, parts) -> parts, settings);
        cluster.awaitReady();
        return cluster;
    }

    private static String only(SimulatedServers cluster) {
        return cluster.running().iterator().next();
    }

    private static ServerTransaction begin(SimulatedServers cluster, long timeoutMillis) {
        return cluster.simulation.join(
                cluster.server(only(cluster))
                        .transactions()
                        .begin(new QueryService.TransactionRequest(
                                null, "neo4j", true, List.of(), timeoutMillis, Map.of(), false, false)),
                Duration.ofSeconds(10));
    }

    private static QueryService.Result run(SimulatedServers cluster, ServerTransaction transaction, String query) {
        return cluster.simulation.join(transaction.run(query, Map.of()), Duration.ofSeconds(10));
    }

    private static long open(SimulatedServers cluster) {
        return cluster.server(only(cluster)).transactions().openCount();
    }

    private static void assertTimedOut(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .rootCause()
                .isInstanceOfSatisfying(
                        BoltFailure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void lets_go_of_all_it_holds_when_its_time_is_over_and_says_why_when_it_is_asked() {
        SimulatedServers cluster = cluster("");
        ServerTransaction transaction = begin(cluster, 1_000);
        run(cluster, transaction, "CREATE (:Lost)").discard();
        cluster.simulation.runFor(Duration.ofMillis(990));
        assertThat(open(cluster)).isEqualTo(1);

        cluster.simulation.runFor(Duration.ofMillis(20));

        assertThat(open(cluster)).isZero();
        assertTimedOut(() -> run(cluster, transaction, "RETURN 1"), BY_CLIENT);
        assertTimedOut(() -> cluster.simulation.join(transaction.commit(), Duration.ofSeconds(1)), BY_CLIENT);
        transaction.rollback(); // as its client's session does
        assertThat(open(cluster)).isZero();
        assertThat(cluster.read(only(cluster), "neo4j", "MATCH (n:Lost) RETURN n"))
                .isEmpty();
    }

    @Test
    void the_server_has_a_time_limit_of_its_own() {
        SimulatedServers cluster = cluster("db.transaction.timeout=2s\n");
        ServerTransaction transaction = begin(cluster, 0);

        cluster.simulation.runFor(Duration.ofMillis(2_010));

        assertThat(open(cluster)).isZero();
        assertTimedOut(() -> run(cluster, transaction, "RETURN 1"), BY_SERVER);
    }

    @Test
    void rows_that_were_not_read_are_gone_with_it() {
        SimulatedServers cluster = cluster("");
        ServerTransaction transaction = begin(cluster, 1_000);
        QueryService.Result result = run(cluster, transaction, "UNWIND [1, 2] AS n RETURN n");
        assertThat(result.next()).containsExactly(1L);

        cluster.simulation.runFor(Duration.ofMillis(1_010));

        assertThatThrownBy(result::next)
                .isInstanceOfSatisfying(
                        BoltFailure.class, failure -> assertThat(failure.code()).isEqualTo(BY_CLIENT));
    }

    @Test
    void who_commits_in_time_is_not_disturbed() {
        SimulatedServers cluster = cluster("");
        ServerTransaction transaction = begin(cluster, 1_000);
        run(cluster, transaction, "CREATE (:Kept)").discard();
        cluster.simulation.join(transaction.commit(), Duration.ofSeconds(10));

        cluster.simulation.runFor(Duration.ofMillis(2_000));

        assertThat(open(cluster)).isZero();
        assertThat(cluster.read(only(cluster), "neo4j", "MATCH (n:Kept) RETURN count(n)"))
                .containsExactly(List.of(1L));
    }
}
