package dev.muster.node.query;

import dev.muster.runtime.Lane;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits on client threads for what happens on lanes. */
final class Awaiting {
    private static final long LOOK_NANOS = 20_000_000L;

    private final Lane lane;

    Awaiting(Lane lane) {
        this.lane = lane;
    }

    /** The stage's result. Its failure is thrown as it is; {@link TimeoutException} after the limit. */
    static <T> T of(CompletionStage<T> stage, long limitMillis) throws TimeoutException {
        try {
            return stage.toCompletableFuture().get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | CompletionException e) {
            Throwable cause = e.getCause();
            while (cause instanceof CompletionException && cause.getCause() != null) {
                cause = cause.getCause();
            }
            throw cause instanceof RuntimeException runtime
                    ? runtime
                    : new IllegalStateException(cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw QueryError.TERMINATED.failure("the server is shutting down");
        }
    }

    /** Returns whether the condition came true within the limit. */
    boolean until(BooleanSupplier condition, long limitMillis) {
        if (condition.getAsBoolean()) {
            return true;
        }
        CompletableFuture<Boolean> reached = new CompletableFuture<>();
        look(condition, reached);
        try {
            return of(reached, limitMillis);
        } catch (TimeoutException e) {
            return condition.getAsBoolean();
        } finally {
            reached.complete(false);
        }
    }

    private void look(BooleanSupplier condition, CompletableFuture<Boolean> reached) {
        lane.schedule(LOOK_NANOS, () -> {
            if (reached.isDone()) {
                return;
            }
            if (condition.getAsBoolean()) {
                reached.complete(true);
            } else {
                look(condition, reached);
            }
        });
    }
}
