package dev.muster.node.stages;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what happens on lanes without holding a thread. Any thread may call; what had to be waited for completes on
 * this object's lane, or, in time, where the stage waited for completes.
 */
public final class Awaiting {
    private static final long NANOS_PER_MILLI = 1_000_000L;
    private static final long LOOK_NANOS = 20 * NANOS_PER_MILLI;

    private final Lane lane;
    private final Clock clock;

    public Awaiting(Lane lane, Clock clock) {
        this.lane = lane;
        this.clock = clock;
    }

    /**
     * Whether the condition came true within the limit. It is asked at once, by the caller, then every 20 ms on the lane, and
     * a last time at the limit.
     */
    public CompletionStage<Boolean> until(BooleanSupplier condition, long limitMillis) {
        if (condition.getAsBoolean()) {
            return CompletableFuture.completedStage(true);
        }
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        lookLater(condition, clock.monotonicNanos() + limitMillis * NANOS_PER_MILLI, reached);
        return reached;
    }

    private void lookLater(BooleanSupplier condition, long giveUpAtNanos, CompletableFuture<Boolean> reached) {
        long left = Math.max(0, giveUpAtNanos - clock.monotonicNanos());
        lane.schedule(Math.min(LOOK_NANOS, left), () -> look(condition, giveUpAtNanos, reached));
    }

    private void look(BooleanSupplier condition, long giveUpAtNanos, CompletableFuture<Boolean> reached) {
        try {
            boolean late = clock.monotonicNanos() - giveUpAtNanos >= 0;
            if (condition.getAsBoolean()) {
                reached.complete(true);
            } else if (late) {
                reached.complete(false);
            } else {
                lookLater(condition, giveUpAtNanos, reached);
            }
        } catch (RuntimeException e) {
            reached.completeExceptionally(e);
        }
    }

    /** Does something on the lane after so many milliseconds, unless the timer is cancelled. */
    public Lane.Timer later(long millis, Runnable action) {
        return lane.schedule(millis * NANOS_PER_MILLI, action);
    }

    /** The stage's result if there is one within the limit; else what {@code otherwise} gives. */
    public <T> CompletionStage<T> within(
            long limitMillis, CompletionStage<T> stage, Supplier<CompletionStage<T>> otherwise) {
        if (stage.toCompletableFuture().isDone()) {
            return stage;
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        Lane.Timer limit = lane.schedule(limitMillis * NANOS_PER_MILLI, () -> {
            if (!stage.toCompletableFuture().isDone()) {
                follow(Stages.of(otherwise), result);
            }
        });
        stage.whenComplete((value, failure) -> limit.cancel());
        follow(stage, result);
        return result;
    }

    private static <T> void follow(CompletionStage<T> stage, CompletableFuture<T> result) {
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(Stages.causeOf(failure));
            }
        });
    }
}
