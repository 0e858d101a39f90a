package dev.muster.backup.protocol;

import java.util.concurrent.CompletionException;

/** Takes the wrapping off failures that came through a {@link java.util.concurrent.CompletionStage}. */
public final class Failures {
    private Failures() {}

    /** The failure a stage was completed with. */
    public static Throwable root(Throwable failure) {
        Throwable inner = failure;
        while (inner instanceof CompletionException && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
