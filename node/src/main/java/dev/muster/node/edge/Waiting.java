package dev.muster.node.edge;

import dev.muster.node.stages.Stages;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for stages on a thread that may block. Never on a lane: what it waits for could need that very lane. */
public final class Waiting {
    private Waiting() {}

    /** The stage's result. Its failure is thrown as it is, in {@link IllegalStateException} if it is a checked one. */
    public static <T> T on(CompletionStage<T> stage) throws InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw asItIs(e);
        }
    }

    /** As above; {@link TimeoutException} after the limit. */
    public static <T> T on(CompletionStage<T> stage, long limitMillis) throws InterruptedException, TimeoutException {
        try {
            return stage.toCompletableFuture().get(limitMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw asItIs(e);
        }
    }

    private static RuntimeException asItIs(ExecutionException failed) {
        Throwable cause = Stages.causeOf(failed.getCause());
        return cause instanceof RuntimeException runtime
                ? runtime
                : new IllegalStateException(cause.getMessage(), cause);
    }
}
