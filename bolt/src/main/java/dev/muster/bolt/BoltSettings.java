package dev.muster.bolt;

import dev.muster.bolt.tls.TlsLevel;
import dev.muster.runtime.SocketAddress;
import io.netty.handler.ssl.SslContext;

/**
 * How a Bolt server behaves. Start from {@link #defaults} and change with the {@code with} methods.
 *
 * @param listen where to listen; port 0 takes any free one
 * @param advertised the {@code host:port} that clients are told, or null for the one really listened on
 * @param ioThreads threads that read and write sockets
 * @param workerThreads at most so many messages are worked on at the same time; the rest waits its turn
 * @param connectionsMax more are closed as soon as they are accepted
 * @param messageBytesMax the largest message of a client that has logged in (8 KiB before)
 * @param loginTimeoutMillis how long a client may take from connecting to being logged in
 * @param failedLoginMillis how long a client that says a wrong password waits for the answer, and guesses no other one
 *     meanwhile on that connection
 * @param idleTimeoutMillis after so long without a message a connection is closed; 0 for never
 * @param receiveTimeoutSeconds the client may take the connection for dead after so long without a byte while it waits;
 *     we send NOOPs three times as often. 0 promises nothing
 * @param tlsLevel whether connections are encrypted
 * @param tls what they are encrypted with, null if none is
 */
public record BoltSettings(
        SocketAddress listen,
        String advertised,
        int ioThreads,
        int workerThreads,
        int connectionsMax,
        int messageBytesMax,
        long loginTimeoutMillis,
        long failedLoginMillis,
        long idleTimeoutMillis,
        int receiveTimeoutSeconds,
        TlsLevel tlsLevel,
        SslContext tls) {

    public BoltSettings {
        if (ioThreads < 1 || workerThreads < 1 || connectionsMax < 1 || messageBytesMax < UNAUTHENTICATED_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "Bolt needs at least one I/O thread, worker and connection and messages of "
                            + UNAUTHENTICATED_BYTES_MAX + " bytes, not " + ioThreads + ", " + workerThreads + ", "
                            + connectionsMax + " and " + messageBytesMax);
        }
        if (loginTimeoutMillis < 1 || failedLoginMillis < 0 || idleTimeoutMillis < 0 || receiveTimeoutSeconds < 0) {
            throw new IllegalArgumentException(
                    "Bolt's timeouts must not be negative, and that for the login not 0: " + loginTimeoutMillis + ", "
                            + failedLoginMillis + ", " + idleTimeoutMillis + ", " + receiveTimeoutSeconds);
        }
        if ((tls == null) != (tlsLevel == TlsLevel.DISABLED)) {
            throw new IllegalArgumentException(
                    "Bolt with TLS " + tlsLevel + " has " + (tls == null ? "no" : "a") + " context");
        }
    }

    /** The largest message of a client that has not logged in. */
    public static final int UNAUTHENTICATED_BYTES_MAX = 8 * 1024;

    /** What a server uses unless told otherwise. */
    public static BoltSettings defaults(SocketAddress listen) {
        return new BoltSettings(
                listen, null, 2, 64, 4_000, 64 * 1024 * 1024, 30_000, 1_000, 0, 120, TlsLevel.DISABLED, null);
    }

    public BoltSettings withAdvertised(String hostAndPort) {
        return new BoltSettings(
                listen,
                hostAndPort,
                ioThreads,
                workerThreads,
                connectionsMax,
                messageBytesMax,
                loginTimeoutMillis,
                failedLoginMillis,
                idleTimeoutMillis,
                receiveTimeoutSeconds,
                tlsLevel,
                tls);
    }

    public BoltSettings withThreads(int io, int workers) {
        return new BoltSettings(
                listen,
                advertised,
                io,
                workers,
                connectionsMax,
                messageBytesMax,
                loginTimeoutMillis,
                failedLoginMillis,
                idleTimeoutMillis,
                receiveTimeoutSeconds,
                tlsLevel,
                tls);
    }

    public BoltSettings withLimits(int connections, int messageBytes) {
        return new BoltSettings(
                listen,
                advertised,
                ioThreads,
                workerThreads,
                connections,
                messageBytes,
                loginTimeoutMillis,
                failedLoginMillis,
                idleTimeoutMillis,
                receiveTimeoutSeconds,
                tlsLevel,
                tls);
    }

    public BoltSettings withTimeouts(long loginMillis, long idleMillis, int receiveSeconds) {
        return new BoltSettings(
                listen,
                advertised,
                ioThreads,
                workerThreads,
                connectionsMax,
                messageBytesMax,
                loginMillis,
                failedLoginMillis,
                idleMillis,
                receiveSeconds,
                tlsLevel,
                tls);
    }

    public BoltSettings withFailedLogins(long millis) {
        return new BoltSettings(
                listen,
                advertised,
                ioThreads,
                workerThreads,
                connectionsMax,
                messageBytesMax,
                loginTimeoutMillis,
                millis,
                idleTimeoutMillis,
                receiveTimeoutSeconds,
                tlsLevel,
                tls);
    }

    public BoltSettings withTls(TlsLevel level, SslContext context) {
        return new BoltSettings(
                listen,
                advertised,
                ioThreads,
                workerThreads,
                connectionsMax,
                messageBytesMax,
                loginTimeoutMillis,
                failedLoginMillis,
                idleTimeoutMillis,
                receiveTimeoutSeconds,
                level,
                context);
    }
}
