package dev.muster.node.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService;
import dev.muster.node.query.ServerTransaction;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Transactions that change more than consensus takes in one piece. */
class LargeTransactionTest {
    private static final String TEXT = "x".repeat(1 << 20);

    private final SimulatedServers cluster = new SimulatedServers(5, 1, (name, parts) -> parts, "");

    private ServerTransaction creating(int megabytes) {
        ServerTransaction transaction = cluster.simulation.join(
                cluster.server(only())
                        .transactions()
                        .begin(new QueryService.TransactionRequest(
                                null, "neo4j", true, List.of(), 0, Map.of(), false, false)),
                Duration.ofSeconds(10));
        cluster.simulation
                .join(
                        transaction.run(
                                "UNWIND range(1, " + megabytes + ") AS i CREATE (:Large {i: i, text: $text})",
                                Map.of("text", TEXT)),
                        Duration.ofSeconds(10))
                .discard();
        return transaction;
    }

    private String only() {
        return cluster.running().iterator().next();
    }

    private Object count() {
        return cluster.read(only(), "neo4j", "MATCH (n:Large) RETURN count(n) AS n")
                .get(0)
                .get(0);
    }

    @Test
    void oneThatIsTooLargeIsRefusedAtItsCommitAndNothingOfItIsThere() {
        cluster.awaitReady();
        ServerTransaction large = creating(33);
        assertThatThrownBy(() -> cluster.simulation.join(large.commit(), Duration.ofSeconds(10)))
                .rootCause()
                .isInstanceOfSatisfying(
                        BoltFailure.class,
                        failure -> assertThat(failure.code())
                                .isEqualTo("Neo.ClientError.Transaction.TransactionHookFailed"))
                .hasMessageMatching(
                        "The transaction's changes take \\d{8} bytes, more than the \\d{8} that one transaction may"
                                + " have\\. Split it, for instance into batches of 10,000 rows\\.");
        assertThat(count()).isEqualTo(0L);
        cluster.simulation.join(creating(20).commit(), Duration.ofSeconds(30));
        assertThat(count()).isEqualTo(20L);
    }
}
