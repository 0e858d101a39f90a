package dev.muster.node.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.bolt.BoltFailure;
import dev.muster.bolt.QueryService.TransactionRequest;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.node.stages.Awaiting;
import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Who is asked to take a transaction on a database of which this server has no copy, and what comes of it when nobody does. */
class DetoursTest {
    private static final DatabaseEntry SALES =
            new DatabaseEntry("sales", new UUID(1, 2), RequestedStatus.ONLINE, List.of("s1", "s2", "s3"), null, 0, 1);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final Simulation simulation = new Simulation(1);
    private final World world = simulation.server("s").world();
    private final List<String> asked = new ArrayList<>();
    private List<String> hosts = List.of("s1", "s2", "s3");
    private BoltFailure refusal = QueryError.DATABASE_UNAVAILABLE.failure("not here");
    private final Detours detours = new Detours(
            (server, request) -> {
                asked.add(server);
                return CompletableFuture.failedStage(refusal);
            },
            entry -> hosts,
            new Awaiting(world.scheduler().newLane("waiting"), world.clock()),
            world.clock());

    @Test
    void writersAskTheLeaderFirstAndReadersLast() {
        refusal = QueryError.NOT_A_LEADER.failure("sales", "");
        hosts = List.of("leader", "follower");

        begin(true, () -> CompletableFuture.failedStage(new IllegalStateException("a second round")));
        assertThat(asked).containsExactly("leader", "follower");
        asked.clear();
        begin(false, () -> CompletableFuture.failedStage(new IllegalStateException("a second round")));

        assertThat(asked).containsExactly("follower", "leader");
    }

    @Test
    void afterARoundInVainTheDatabaseIsLookedAtAnew() {
        CompletionStage<DatabaseTransaction> begun = begin(
                true,
                () -> CompletableFuture.failedStage(
                        QueryError.DATABASE_UNAVAILABLE.failure("Database 'sales' is offline.")));

        assertThatThrownBy(() -> simulation.join(begun, LONG)).hasRootCauseMessage("Database 'sales' is offline.");
        assertThat(asked).containsExactly("s1", "s2", "s3");
        assertThat(simulation.nowNanos()).isLessThan(Duration.ofMillis(300).toNanos());
    }

    @Test
    void aDatabaseThatNobodyHasIsGivenUpAfterFiveSeconds() {
        hosts = List.of();

        assertThatThrownBy(() -> simulation.join(insist(detours.giveUpAtNanos()), LONG))
                .hasRootCauseMessage("Database 'sales' is not on this server, and no server that has it answers.");
        assertThat(simulation.nowNanos())
                .isBetween(
                        Duration.ofSeconds(5).toNanos(),
                        Duration.ofMillis(5_300).toNanos());
    }

    @Test
    void whatFailsForAnotherReasonIsNotTriedElsewhere() {
        refusal = QueryError.DATABASE_NOT_FOUND.failure("sales");

        CompletionStage<DatabaseTransaction> begun = insist(detours.giveUpAtNanos());

        assertThatThrownBy(() -> simulation.join(begun, LONG)).hasRootCause(refusal);
        assertThat(asked).containsExactly("s1");
    }

    private CompletionStage<DatabaseTransaction> insist(long giveUpAtNanos) {
        return detours.begin(request(true), SALES, giveUpAtNanos, () -> insist(giveUpAtNanos));
    }

    private CompletionStage<DatabaseTransaction> begin(
            boolean write, Supplier<CompletionStage<DatabaseTransaction>> again) {
        return detours.begin(request(write), SALES, detours.giveUpAtNanos(), again);
    }

    private static TransactionRequest request(boolean write) {
        return new TransactionRequest("neo4j", "sales", write, List.of(), 0, Map.of(), true, false, null);
    }
}
