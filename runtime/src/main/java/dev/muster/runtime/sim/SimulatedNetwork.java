package dev.muster.runtime.sim;

import dev.muster.runtime.Connection;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What lies between the simulated servers. Frames of one connection arrive in order; each takes a random time within the
 * latency range. A lost frame breaks its connection, as TCP in the end does. On a link that is cut, frames wait; they
 * arrive when it heals in time, and if it does not, the connection breaks.
 */
public final class SimulatedNetwork {
    /** A server reaches itself so fast, whatever the latency of the network is. */
    private static final long LOOPBACK_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

    /** How long TCP keeps a connection that nothing comes through, at least and at most. */
    private static final Duration SILENCE_MIN = Duration.ofSeconds(1);

    private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

    private record Link(String from, String to) {}

    private final Simulation simulation;
    private final SimulatedRandom random;
    private final Map<String, ServerNetwork> attached = new LinkedHashMap<>();
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private final Set<Link> cut = new HashSet<>();
    private long latencyMinNanos = TimeUnit.MICROSECONDS.toNanos(50);
    private long latencyMaxNanos = TimeUnit.MICROSECONDS.toNanos(500);
    private double lossProbability;

    SimulatedNetwork(Simulation simulation, SimulatedRandom random) {
        this.simulation = simulation;
        this.random = random;
    }

    /** How long a frame is under way between two servers. */
    public void setLatency(Duration min, Duration max) {
        latencyMinNanos = min.toNanos();
        latencyMaxNanos = max.toNanos();
    }

    /** How probable it is, from 0 to 1, that a frame between two servers is lost and breaks its connection. */
    public void setLoss(double probability) {
        lossProbability = probability;
    }

    /** Cuts the way from one server to another, and leaves the way back. */
    public void cutOneWay(String from, String to) {
        cut.add(new Link(from, to));
    }

    /** Cuts the link between two servers. */
    public void cut(String one, String other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /** Heals both ways of a link; what waited moves on. */
    public void heal(String one, String other) {
        cut.remove(new Link(one, other));
        cut.remove(new Link(other, one));
        releaseWaiting();
    }

    /** Heals all links, and ends loss. Latency stays. */
    public void healAll() {
        cut.clear();
        lossProbability = 0;
        releaseWaiting();
    }

    private void releaseWaiting() {
        List.copyOf(connections).forEach(SimulatedConnection::release);
    }

    ServerNetwork attach(SimulatedProcess process) {
        ServerNetwork network = new ServerNetwork(this, process);
        attached.put(process.name(), network);
        // A machine that is back refuses what it does not know, so peers of its last life hear of it now.
        breakAll(process.name(), 0, "connection reset by " + process.name());
        return network;
    }

    void killed(SimulatedProcess process) {
        breakAll(process.name(), 0, "connection reset by " + process.name());
    }

    void crashed(SimulatedProcess process) {
        attached.get(process.name()).powerOff();
        breakAll(process.name(), silenceNanos(), "no answer from " + process.name());
    }

    /** Peers of connections whose own end is dead hear so, after a delay. */
    private void breakAll(String server, long delayNanos, String why) {
        for (SimulatedConnection connection : List.copyOf(connections)) {
            if (connection.peerName().equals(server) && !connection.peerAlive()) {
                long delay = delayNanos + latencyNanos(server, connection.ownName());
                connection.breakAfter(delay, new IOException(why));
            }
        }
        connections.removeIf(connection -> !connection.ownAlive());
    }

    boolean isCut(String from, String to) {
        return cut.contains(new Link(from, to));
    }

    boolean loses(String from, String to) {
        return lossProbability > 0 && !from.equals(to) && random.nextDouble() < lossProbability;
    }

    long latencyNanos(String from, String to) {
        return from.equals(to) ? LOOPBACK_NANOS : random.between(latencyMinNanos, latencyMaxNanos);
    }

    long silenceNanos() {
        return random.between(SILENCE_MIN.toNanos(), SILENCE_MAX.toNanos());
    }

    void opened(SimulatedConnection connection) {
        connections.add(connection);
    }

    void gone(SimulatedConnection connection) {
        connections.remove(connection);
    }

    /** Connects a process to an address: one way there, one way back, and an answer only if both are open. */
    void connect(
            SimulatedProcess client,
            SocketAddress remote,
            Connection.FrameHandler handler,
            long timeoutMillis,
            CompletableFuture<Connection> result) {
        String to = hostOf(client, remote);
        Event timeout = client.post(
                TimeUnit.MILLISECONDS.toNanos(timeoutMillis),
                client.name() + " connect timeout",
                () -> result.completeExceptionally(new SocketTimeoutException(
                        "cannot connect to " + remote + ": no answer within " + timeoutMillis + " ms")));
        result.whenComplete((connection, failure) -> simulation.cancel(timeout));
        if (!attached.containsKey(to)) {
            client.post(LOOPBACK_NANOS, client.name() + " resolve", () -> fail(result, remote, "unknown host " + to));
            return;
        }
        simulation.post(latencyNanos(client.name(), to), client.name() + "->" + to + " connect", null, () -> {
            if (!isCut(client.name(), to)) {
                arrive(client, to, remote, handler, result);
            }
        });
    }

    private void arrive(
            SimulatedProcess client,
            String to,
            SocketAddress remote,
            Connection.FrameHandler handler,
            CompletableFuture<Connection> result) {
        ServerNetwork server = attached.get(to);
        if (!server.isPowered() || isCut(to, client.name())) {
            return; // nobody answers, or the answer is lost: the caller runs out of time
        }
        ServerNetwork.SimulatedListener listener = server.listenerOn(remote.port());
        if (listener == null || !server.process().isAlive()) {
            client.post(
                    latencyNanos(to, client.name()),
                    to + "->" + client.name() + " refuse",
                    () -> fail(result, remote, "connection refused"));
            return;
        }
        SimulatedConnection.open(this, client, remote, handler, listener, result);
    }

    private static void fail(CompletableFuture<Connection> result, SocketAddress remote, String reason) {
        result.completeExceptionally(new IOException("cannot connect to " + remote + ": " + reason));
    }

    private static String hostOf(SimulatedProcess client, SocketAddress address) {
        return ServerNetwork.isOwn(client, address.host()) ? client.name() : address.host();
    }
}
