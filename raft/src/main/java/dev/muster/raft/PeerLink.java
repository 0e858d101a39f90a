package dev.muster.raft;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletionException;

/**
 * The outgoing connection to one peer. Any thread; the lock is held for moments only.
 *
 * <p>A peer that has said nothing for some seconds although it was spoken to is connected anew: a connection that went
 * through a partition may otherwise stay silent for minutes after it heals. A connection that ends is made again at once, to
 * see whether the peer's process is gone with it.
 */
final class PeerLink implements Connection.FrameHandler {
    private static final long CONNECT_MILLIS = 2_000;
    private static final long RETRY_NANOS = 100_000_000L;
    /**
     * So many connections in a row that end at once are made again at once. A process that is killed may take one more before
     * its listening socket goes; a peer that takes connections only to end them must not be asked without pause.
     */
    private static final int BRIEF_MAX = 5;

    private static final long SILENCE_NANOS = 3_000_000_000L;
    private static final long PENDING_BYTES_MAX = 64L * 1024 * 1024;
    private static final long QUEUED_BYTES_MAX = 4L * 1024 * 1024;

    private final Network network;
    private final Clock clock;
    private final Runnable refused;
    private final ArrayDeque<byte[]> queued = new ArrayDeque<>();
    private long queuedBytes;
    private SocketAddress address;
    private Connection connection;
    private boolean connecting;
    private boolean failedBefore;
    private boolean closed;
    private long failedAt;
    private long madeAt;
    private int brief;
    private volatile long heardAt;

    /** {@code refused} is run, on any thread, when the connection has ended and the peer's machine answers that nobody listens. */
    PeerLink(Network network, Clock clock, Runnable refused) {
        this.network = network;
        this.clock = clock;
        this.refused = refused;
    }

    synchronized void address(SocketAddress newAddress) {
        if (!newAddress.equals(address)) {
            address = newAddress;
            failedBefore = false;
            drop();
        }
    }

    void heard() {
        heardAt = clock.monotonicNanos();
    }

    synchronized boolean isConnected() {
        return connection != null;
    }

    synchronized void send(byte[] frame) {
        long now = clock.monotonicNanos();
        if (connection != null && now - heardAt > SILENCE_NANOS) {
            drop();
        }
        if (connection != null) {
            if (connection.pendingBytes() < PENDING_BYTES_MAX) {
                connection.send(frame);
            }
            return;
        }
        if (!mayConnect(now)) {
            return;
        }
        if (queuedBytes + frame.length <= QUEUED_BYTES_MAX) {
            queued.add(frame);
            queuedBytes += frame.length;
        }
        connect(() -> {});
    }

    /** Connects, if there is no connection, without having anything to send. */
    synchronized void connectAhead() {
        if (connection == null && mayConnect(clock.monotonicNanos())) {
            connect(() -> {});
        }
    }

    /** Whether a connection is being made, or may be. */
    private boolean mayConnect(long now) {
        return connecting || !closed && address != null && !(failedBefore && now - failedAt < RETRY_NANOS);
    }

    private void connect(Runnable whenRefused) {
        if (connecting) {
            return;
        }
        connecting = true;
        SocketAddress target = address;
        network.connect(target, this, CONNECT_MILLIS).whenComplete((made, failure) -> {
            connected(target, made);
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof ConnectException && isAt(target)) {
                whenRefused.run();
            }
        });
    }

    private synchronized boolean isAt(SocketAddress target) {
        return !closed && target.equals(address);
    }

    private synchronized void connected(SocketAddress target, Connection made) {
        connecting = false;
        boolean wanted = !closed && target.equals(address);
        if (made == null || !wanted) {
            failedBefore = made == null;
            failedAt = clock.monotonicNanos();
            queued.clear();
            queuedBytes = 0;
            if (made != null) {
                made.close();
            }
            return;
        }
        connection = made;
        madeAt = clock.monotonicNanos();
        heardAt = madeAt;
        queued.forEach(made::send);
        queued.clear();
        queuedBytes = 0;
    }

    @Override
    public void received(Connection from, byte[] frame) {
        // Answers come over the peer's own connection.
    }

    @Override
    public synchronized void closed(Connection gone, Throwable cause) {
        if (gone == connection) {
            connection = null;
            brief = clock.monotonicNanos() - madeAt < RETRY_NANOS ? brief + 1 : 0;
            if (!closed && brief < BRIEF_MAX) {
                connect(refused);
            }
        }
    }

    private void drop() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            old.close();
        }
    }

    synchronized void close() {
        closed = true;
        drop();
    }
}
