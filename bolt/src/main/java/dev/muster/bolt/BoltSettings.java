package dev.muster.bolt;

import dev.muster.bolt.tls.TlsLevel;
import dev.muster.runtime.SocketAddress;
import io.netty.handler.ssl.SslContext;
import java.util.function.Supplier;

/**
 * How a Bolt server behaves. Start from {@link #defaults} and change with the {@code with} methods.
 *
 * @param listen where to listen; port 0 takes any free one
 * @param advertised the {@code host:port} that clients are told, or null for the one really listened on
 * @param serverSideRouting whether clients are told that any server takes work for any database
 */
public record BoltSettings(
        SocketAddress listen,
        String advertised,
        Threads threads,
        Limits limits,
        Timeouts timeouts,
        Encryption encryption,
        boolean serverSideRouting) {
    /** The largest message of a client that has not logged in. */
    public static final int UNAUTHENTICATED_BYTES_MAX = 8 * 1024;

    /**
     * @param io threads that read and write sockets
     * @param workers at most so many messages are worked on at the same time; the rest waits its turn
     */
    public record Threads(int io, int workers) {
        public Threads {
            if (io < 1 || workers < 1) {
                throw new IllegalArgumentException(
                        "Bolt needs at least one I/O thread and worker, not " + io + " and " + workers);
            }
        }
    }

    /**
     * @param connections more are closed as soon as they are accepted
     * @param messageBytes the largest message of a client that has logged in ({@link #UNAUTHENTICATED_BYTES_MAX} before)
     */
    public record Limits(int connections, int messageBytes) {
        public Limits {
            if (connections < 1 || messageBytes < UNAUTHENTICATED_BYTES_MAX) {
                throw new IllegalArgumentException("Bolt needs at least one connection and messages of "
                        + UNAUTHENTICATED_BYTES_MAX + " bytes, not " + connections + " and " + messageBytes);
            }
        }
    }

    /**
     * @param loginMillis how long a client may take from connecting to being logged in
     * @param failedLoginMillis how long a client that says a wrong password waits for the answer, and guesses no other one
     *     meanwhile on that connection
     * @param idleMillis after so long without a message a connection is closed; 0 for never
     * @param receiveSeconds the client may take the connection for dead after so long without a byte while it waits; we
     *     send NOOPs three times as often. 0 promises nothing
     */
    public record Timeouts(long loginMillis, long failedLoginMillis, long idleMillis, int receiveSeconds) {
        public Timeouts {
            if (loginMillis < 1 || failedLoginMillis < 0 || idleMillis < 0 || receiveSeconds < 0) {
                throw new IllegalArgumentException(
                        "Bolt's timeouts must not be negative, and that for the login not 0: " + loginMillis + ", "
                                + failedLoginMillis + ", " + idleMillis + ", " + receiveSeconds);
            }
        }
    }

    /**
     * @param level whether connections are encrypted
     * @param context what they are encrypted with, asked for each connection; null if none is
     */
    public record Encryption(TlsLevel level, Supplier<SslContext> context) {
        public Encryption {
            if ((context == null) != (level == TlsLevel.DISABLED)) {
                throw new IllegalArgumentException(
                        "Bolt with TLS " + level + " has " + (context == null ? "no" : "a") + " context");
            }
        }
    }

    /** What a server uses unless told otherwise. */
    public static BoltSettings defaults(SocketAddress listen) {
        return new BoltSettings(
                listen,
                null,
                new Threads(2, 64),
                new Limits(4_000, 64 * 1024 * 1024),
                new Timeouts(30_000, 1_000, 0, 120),
                new Encryption(TlsLevel.DISABLED, null),
                false);
    }

    public BoltSettings withAdvertised(String hostAndPort) {
        return new BoltSettings(listen, hostAndPort, threads, limits, timeouts, encryption, serverSideRouting);
    }

    public BoltSettings withThreads(int io, int workers) {
        return new BoltSettings(
                listen, advertised, new Threads(io, workers), limits, timeouts, encryption, serverSideRouting);
    }

    public BoltSettings withLimits(int connections, int messageBytes) {
        return new BoltSettings(
                listen,
                advertised,
                threads,
                new Limits(connections, messageBytes),
                timeouts,
                encryption,
                serverSideRouting);
    }

    public BoltSettings withTimeouts(long loginMillis, long idleMillis, int receiveSeconds) {
        Timeouts changed = new Timeouts(loginMillis, timeouts.failedLoginMillis(), idleMillis, receiveSeconds);
        return new BoltSettings(listen, advertised, threads, limits, changed, encryption, serverSideRouting);
    }

    public BoltSettings withFailedLogins(long millis) {
        Timeouts changed =
                new Timeouts(timeouts.loginMillis(), millis, timeouts.idleMillis(), timeouts.receiveSeconds());
        return new BoltSettings(listen, advertised, threads, limits, changed, encryption, serverSideRouting);
    }

    /** {@code context} is asked for each connection, so that it may become another one. */
    public BoltSettings withTls(TlsLevel level, Supplier<SslContext> context) {
        return new BoltSettings(
                listen, advertised, threads, limits, timeouts, new Encryption(level, context), serverSideRouting);
    }

    /** With the hint {@code ssr.enabled}, since Bolt 5.8: the servers' own routing is on everywhere. */
    public BoltSettings withServerSideRouting(boolean on) {
        return new BoltSettings(listen, advertised, threads, limits, timeouts, encryption, on);
    }
}
