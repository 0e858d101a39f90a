package dev.muster.runtime.sim;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** One end of a simulated connection; the other end is its {@link #peer}. */
final class SimulatedConnection implements Connection {
    /** Ports of clients say nothing, so they all look the same. */
    private static final int CLIENT_PORT = 50_000;

    private final SimulatedNetwork network;
    private final SimulatedProcess process;
    private final SocketAddress remote;
    private final Link way;
    private SimulatedConnection peer;
    private FrameHandler handler;

    /** What was sent on the cut link and waits for it to heal. */
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    private Event silence;
    private long lastArrivalNanos;
    private long pendingBytes;
    private boolean closing;
    private boolean over;

    /** What is sent from now on is lost, whether this side has heard of it or not. */
    private boolean severed;

    /** This side heard of a break, so it answers what still arrives with a reset. */
    private boolean broken;

    private SimulatedConnection(
            SimulatedNetwork network, SimulatedProcess process, String peerName, SocketAddress remote) {
        this.network = network;
        this.process = process;
        this.remote = remote;
        this.way = network.link(process.name(), peerName);
    }

    /** Makes both ends where a connect has arrived: the listener's side first, the client's one way later. */
    static void open(
            SimulatedNetwork network,
            SimulatedProcess client,
            SocketAddress remote,
            FrameHandler clientHandler,
            ServerNetwork.SimulatedListener listener,
            CompletableFuture<Connection> result) {
        SimulatedProcess server = listener.process();
        SimulatedConnection near = new SimulatedConnection(network, client, server.name(), remote);
        SimulatedConnection far =
                new SimulatedConnection(network, server, client.name(), new SocketAddress(client.name(), CLIENT_PORT));
        near.peer = far;
        far.peer = near;
        network.opened(near);
        network.opened(far);
        // Before anything the acceptor sends, and in its own process, which may be paused.
        far.transmit(Kind.CONNECTED, 0, () -> {
            if (result.complete(near)) {
                near.handler = clientHandler;
            } else {
                near.close();
            }
        });
        server.post(0, Kind.ACCEPT, near.way.label, 0, () -> {
            far.handler = listener.accept(far);
            if (far.handler == null) {
                far.close();
            }
        });
    }

    String ownName() {
        return process.name();
    }

    String peerName() {
        return peer.process.name();
    }

    boolean peerAlive() {
        return peer.process.isAlive();
    }

    boolean ownAlive() {
        return process.isAlive();
    }

    boolean isOver() {
        return over;
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
        if (closing || over || !process.isAlive()) {
            return;
        }
        pendingBytes += frame.length;
        if (way.loses()) {
            breakBoth();
        }
        transmit(Kind.FRAME, frame.length, () -> {
            pendingBytes -= frame.length;
            if (peer.handler != null && !peer.closing) {
                peer.handler.received(peer, frame.clone());
            }
        });
    }

    /** Breaks the connection: nothing more gets through, and each side hears so in its own time. */
    void breakBoth() {
        if (!severed) {
            severed = true;
            peer.severed = true;
            IOException lost = new IOException("connection lost: " + way.label);
            breakAfter(network.breakNanos(), lost);
            peer.breakAfter(network.breakNanos(), lost);
        }
    }

    @Override
    public long pendingBytes() {
        return over ? 0 : pendingBytes;
    }

    @Override
    public void close() {
        if (!closing && !over) {
            closing = true;
            transmit(Kind.CLOSE, 0, () -> peer.end(null));
            process.post(0, Kind.CLOSED, way.label, 0, () -> end(null));
        }
    }

    /** Does something at the peer after everything that was sent before; waits while the link is cut. */
    private void transmit(Kind kind, int bytes, Runnable arrival) {
        if (severed) {
            return;
        }
        if (way.isCut() || !waiting.isEmpty()) {
            waiting.add(() -> deliver(kind, bytes, arrival));
            startSilence();
        } else {
            deliver(kind, bytes, arrival);
        }
    }

    private void deliver(Kind kind, int bytes, Runnable arrival) {
        long now = process.simulation().nowNanos();
        lastArrivalNanos = Math.max(lastArrivalNanos, now + way.drawLatencyNanos());
        peer.process.post(lastArrivalNanos - now, kind, way.label, bytes, () -> {
            if (!peer.over) {
                arrival.run();
            } else if (peer.broken) {
                breakAfter(peer.way.drawLatencyNanos(), new IOException("connection reset by " + peerName()));
            }
        });
    }

    /** Lets go what waited, if the link is whole again. */
    void release() {
        if (!waiting.isEmpty() && !way.isCut()) {
            if (silence != null) {
                process.simulation().cancel(silence);
                silence = null;
            }
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
            if (over) {
                network.gone(this);
            }
        }
    }

    private void startSilence() {
        if (silence == null) {
            IOException cause = new IOException("no answer from " + peerName());
            silence = process.simulation().post(network.silenceNanos(), Kind.SILENCE, way.label, 0, null, () -> {
                breakAfter(0, cause);
                peer.breakAfter(0, cause);
            });
        }
    }

    /** Tells this side, after a delay, that the connection is broken. */
    void breakAfter(long delayNanos, IOException cause) {
        process.post(delayNanos, Kind.BROKEN, way.label, 0, () -> end(cause));
    }

    private void end(Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        broken = cause != null;
        if (broken) {
            waiting.clear();
        }
        if (waiting.isEmpty()) {
            network.gone(this);
        }
        if (handler != null) {
            handler.closed(this, cause);
        }
    }
}
