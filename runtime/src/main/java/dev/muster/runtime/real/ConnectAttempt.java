package dev.muster.runtime.real;

import dev.muster.runtime.Connection;
import dev.muster.runtime.SocketAddress;
import java.util.concurrent.CompletableFuture;

/** One call of connect, which ends once: connected, failed or out of time. Any thread. */
final class ConnectAttempt {
    final CompletableFuture<Connection> result = new CompletableFuture<>();
    private final SocketAddress remote;
    private final long timeoutMillis;

    ConnectAttempt(SocketAddress remote, long timeoutMillis) {
        this.remote = remote;
        this.timeoutMillis = timeoutMillis;
    }

    boolean isOver() {
        return result.isDone();
    }

    /** Whether the connection is in time; if not, nobody wants it any more. */
    boolean succeeded(Connection connection) {
        return result.complete(connection);
    }

    void failed(Throwable cause) {
        result.completeExceptionally(NetworkErrors.connecting(remote, cause));
    }

    void timedOut() {
        result.completeExceptionally(NetworkErrors.connectTimeout(remote, timeoutMillis));
    }
}
