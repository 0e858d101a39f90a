package dev.muster.runtime.faulty;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;

/**
 * A connection to another server, with a {@link FaultyWay} in each direction. When a way is cut for too long or loses a
 * frame, the connection breaks: this side hears why, the other one sees it closed, what was under way is lost.
 */
final class FaultyConnection implements Connection {
    private final FaultyNetwork network;
    private final SocketAddress remote;
    private final FrameHandler handler;
    private final FaultyWay out;
    private final FaultyWay in;

    /** Set before the first frame is sent or received. */
    private volatile Connection connection;

    private volatile IOException brokenBy;
    private boolean over;

    FaultyConnection(FaultyNetwork network, SocketAddress remote, FrameHandler handler) {
        this.network = network;
        this.remote = remote;
        this.handler = handler;
        this.out = new FaultyWay(network, () -> network.faultOf(remote).send(), this::broken);
        this.in = new FaultyWay(network, () -> network.faultOf(remote).receive(), this::broken);
    }

    /** What hears the real connection. */
    FrameHandler incoming() {
        return new FrameHandler() {
            @Override
            public void received(Connection real, byte[] frame) {
                around(real);
                in.pass(frame.length, () -> handler.received(FaultyConnection.this, frame));
            }

            @Override
            public void closed(Connection real, Throwable cause) {
                around(real);
                network.gone(FaultyConnection.this);
                out.end();
                in.passLast(() -> tellClosed(cause));
            }
        };
    }

    /** Takes the real connection; frames may arrive before whoever connected has it. */
    synchronized FaultyConnection around(Connection real) {
        if (connection == null) {
            connection = real;
            network.opened(this);
        }
        return this;
    }

    void faultsChanged() {
        out.faultChanged();
        in.faultChanged();
    }

    /** A way is broken: nothing passes any more in either. */
    private void broken(String why) {
        brokenBy = new IOException(why + " (connection with " + remote + ")");
        out.end();
        in.dropWhatWaits();
        connection.close();
    }

    private void tellClosed(Throwable cause) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        handler.closed(this, brokenBy == null ? cause : brokenBy);
    }

    @Override
    public SocketAddress remote() {
        return remote;
    }

    @Override
    public void send(byte[] frame) {
        if (frame.length > Network.FRAME_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "frame of " + frame.length + " bytes; at most " + Network.FRAME_BYTES_MAX + " are allowed");
        }
        out.pass(frame.length, () -> connection.send(frame));
    }

    @Override
    public long pendingBytes() {
        return out.waitingBytes() + connection.pendingBytes();
    }

    /** This side is done at once; the other one hears of it when the way there is open, as with real connections. */
    @Override
    public void close() {
        in.dropWhatWaits();
        boolean cut = out.isCut();
        out.passLast(() -> connection.close());
        if (cut) {
            network.lane().execute(() -> tellClosed(null));
        }
    }

    @Override
    public String toString() {
        return "connection with " + remote;
    }
}
