package dev.muster.node.server;

import dev.muster.node.edge.Waiting;
import dev.muster.node.http.Health;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/** What a server says of its own state: starting, ready, stopping or failed. Any thread. */
final class ServerHealth {
    private static final long ANSWER_MILLIS = 3_000;

    private final String serverName;
    private volatile Readiness readiness;
    private volatile Throwable fatal;
    private volatile boolean stopping;

    ServerHealth(String serverName) {
        this.serverName = serverName;
    }

    /** All is open; from now on the databases decide. */
    void started(Readiness databases) {
        readiness = databases;
    }

    void failed(Throwable cause) {
        fatal = cause;
    }

    void stopping() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Never fails. */
    CompletionStage<Health> now() {
        if (fatal != null) {
            return CompletableFuture.completedStage(
                    Health.notReady("failed", "the write-ahead log failed: " + fatal.getMessage()));
        }
        if (stopping) {
            return CompletableFuture.completedStage(Health.notReady("stopping", "the server is stopping"));
        }
        Readiness current = readiness;
        return current == null
                ? CompletableFuture.completedStage(Health.notReady("starting", "the server is starting"))
                : current.health(Map.of("server", serverName));
    }

    /** The same for a thread that may block; it waits for 3 s at most. */
    Health await() {
        try {
            return Waiting.on(now(), ANSWER_MILLIS);
        } catch (TimeoutException e) {
            return Health.notReady("starting", "the server does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.notReady("stopping", "the server is stopping");
        }
    }
}
