package dev.muster.node.stages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.World;
import dev.muster.runtime.sim.Simulation;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Waiting on virtual time: what completes when, and with what. */
class AwaitingTest {
    private final Simulation simulation = new Simulation(1);
    private final World world = simulation.server("s").world();
    private final Awaiting awaiting = new Awaiting(world.scheduler().newLane("waiting"), world.clock());

    @Test
    void aConditionThatHoldsIsNotWaitedFor() {
        assertThat(awaiting.until(() -> true, 1_000).toCompletableFuture()).isCompletedWithValue(true);
    }

    @Test
    void aConditionIsSeenSoonAfterItComesTrue() {
        AtomicBoolean holds = new AtomicBoolean();
        CompletionStage<Boolean> seen = awaiting.until(holds::get, 1_000);
        simulation.runFor(Duration.ofMillis(500));
        assertThat(seen.toCompletableFuture()).isNotDone();

        holds.set(true);
        simulation.runFor(Duration.ofMillis(25));

        assertThat(seen.toCompletableFuture()).isCompletedWithValue(true);
    }

    @Test
    void aConditionThatNeverHoldsIsGivenUpAtTheLimit() {
        CompletionStage<Boolean> seen = awaiting.until(() -> false, 1_000);

        assertThat(simulation.join(seen, Duration.ofSeconds(5))).isFalse();
        assertThat(TimeUnit.NANOSECONDS.toMillis(simulation.nowNanos())).isBetween(1_000L, 1_005L);
    }

    @Test
    void aConditionThatThrowsFailsTheWait() {
        AtomicBoolean first = new AtomicBoolean(true);
        CompletionStage<Boolean> seen = awaiting.until(
                () -> {
                    if (first.getAndSet(false)) {
                        return false;
                    }
                    throw new IllegalStateException("gone");
                },
                1_000);

        assertThatThrownBy(() -> simulation.join(seen, Duration.ofSeconds(5))).hasRootCauseMessage("gone");
    }

    @Test
    void aStageThatIsInTimeKeepsItsResult() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletionStage<String> inTime =
                awaiting.within(1_000, stage, () -> CompletableFuture.completedStage("too late"));
        simulation.runFor(Duration.ofMillis(900));
        stage.complete("in time");

        assertThat(inTime.toCompletableFuture()).isCompletedWithValue("in time");
    }

    @Test
    void aStageThatIsLateIsReplacedAndItsOwnResultIgnored() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletionStage<String> late =
                awaiting.within(1_000, stage, () -> CompletableFuture.failedStage(new IllegalStateException("late")));
        simulation.runFor(Duration.ofMillis(1_005));
        stage.complete("nobody hears this");

        assertThatThrownBy(() -> late.toCompletableFuture().join())
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("late");
    }

    @Test
    void aFailureReachesTheCallerUnwrapped() {
        CompletableFuture<String> stage = new CompletableFuture<>();
        CompletionStage<String> composed = awaiting.within(
                1_000, stage.thenApply(text -> text), () -> CompletableFuture.completedStage("too late"));
        IllegalArgumentException reason = new IllegalArgumentException("no");
        stage.completeExceptionally(reason);

        assertThat(composed.handle((value, failure) -> failure).toCompletableFuture())
                .isCompletedWithValue(reason);
    }
}
