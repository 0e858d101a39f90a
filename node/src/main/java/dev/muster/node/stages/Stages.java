package dev.muster.node.stages;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** How stages begin and how they fail. */
public final class Stages {
    private Stages() {}

    /** What a stage really failed with, without the wrapping that composed stages add. */
    public static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** The stage that the work gives; what the work throws is the stage's failure. */
    public static <T> CompletionStage<T> of(Supplier<CompletionStage<T>> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** The same stage with failures, unwrapped, turned into others. */
    public static <T> CompletionStage<T> translated(
            CompletionStage<T> stage, Function<Throwable, ? extends Throwable> translation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(translation.apply(causeOf(failure)));
            }
        });
        return result;
    }

    /** The same stage, where a failure, unwrapped, leads to another stage. */
    public static <T> CompletionStage<T> recovered(
            CompletionStage<T> stage, Function<Throwable, CompletionStage<T>> otherwise) {
        return stage.handle((value, failure) ->
                        failure == null ? CompletableFuture.completedStage(value) : otherwise.apply(causeOf(failure)))
                .thenCompose(next -> next);
    }
}
