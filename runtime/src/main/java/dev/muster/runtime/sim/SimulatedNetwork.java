package dev.muster.runtime.sim;

import dev.muster.runtime.Connection;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What lies between the simulated servers. Frames of one connection arrive once and in order; each takes a random time.
 * On a way that is cut, frames wait; they arrive when it heals in time, and if it does not, the connection breaks.
 *
 * <p><b>Broken connections.</b> What is sent on a connection that has broken is lost, but each side hears of the break in
 * its own time. So a sender may see a break though its last frames arrived, or think all is well though they did not; and
 * what is still under way on an old connection may arrive after frames of the next one. Protocols that repeat themselves
 * after a break see duplicates and reordering thereby, exactly as over TCP.
 */
public final class SimulatedNetwork {
    private static final Latency LATENCY = Latency.between(Duration.ofNanos(50_000), Duration.ofNanos(500_000));

    /** How long TCP keeps a connection that nothing comes through. */
    private static final Latency SILENCE = Latency.between(Duration.ofSeconds(1), Duration.ofSeconds(10));

    /** When a side hears of a break: mostly soon, since something resets the connection; else by silence. */
    private static final Latency BREAK = Latency.between(Duration.ZERO, Duration.ofMillis(20))
            .withTail(0.1, Duration.ofSeconds(1), Duration.ofSeconds(10));

    private final Simulation simulation;
    private final SimulatedRandom random;
    private final Map<String, ServerNetwork> attached = new LinkedHashMap<>();
    private final List<SimulatedConnection> connections = new ArrayList<>();
    private final Map<String, Map<String, Link>> links = new LinkedHashMap<>();
    private final Set<String> isolated = new HashSet<>();
    private Latency latency = LATENCY;
    private Latency breakTime = BREAK;
    private double loss;

    SimulatedNetwork(Simulation simulation, SimulatedRandom random) {
        this.simulation = simulation;
        this.random = random;
    }

    /** How long a frame is under way between two servers. */
    public void setLatency(Duration min, Duration max) {
        setLatency(Latency.between(min, max));
    }

    /** How long a frame is under way between two servers, rare long times included. */
    public void setLatency(Latency latency) {
        this.latency = latency;
    }

    /** How long a frame is under way from one server to another; null is as long as everywhere. */
    public void setLatency(String from, String to, Latency latency) {
        link(from, to).latency = latency;
    }

    /** How probable it is, from 0 to 1, that a frame between two servers is lost, which breaks its connection. */
    public void setLoss(double probability) {
        loss = probability;
    }

    /** As {@link #setLoss(double)}, for one way only; negative is as everywhere. */
    public void setLoss(String from, String to, double probability) {
        link(from, to).loss = probability;
    }

    /** How long it takes until a side of a broken connection hears of the break. */
    public void setBreakTime(Latency time) {
        breakTime = time;
    }

    /** Cuts the way from one server to another, and leaves the way back. */
    public void cutOneWay(String from, String to) {
        link(from, to).cut = true;
        note("cut " + from + "->" + to);
    }

    /** Cuts the link between two servers. */
    public void cut(String one, String other) {
        cutOneWay(one, other);
        cutOneWay(other, one);
    }

    /** Cuts all links between the servers of one side and those of the other. */
    public void partition(Collection<String> side, Collection<String> otherSide) {
        for (String one : side) {
            otherSide.forEach(other -> cut(one, other));
        }
    }

    /** Cuts a server off from all others, those that are made later included. */
    public void isolate(String server) {
        isolated.add(server);
        note("isolate " + server);
    }

    /** Heals both ways of a link, unless one of the servers is isolated; what waited moves on. */
    public void heal(String one, String other) {
        link(one, other).cut = false;
        link(other, one).cut = false;
        note("heal " + one + "-" + other);
        releaseWaiting();
    }

    /** Ends the isolation of a server, and heals all its links; what waited moves on. */
    public void heal(String server) {
        isolated.remove(server);
        forEachLink(link -> link.cut &= !link.from.equals(server) && !link.to.equals(server));
        note("heal " + server);
        releaseWaiting();
    }

    /** Heals all links, and ends loss. Latency stays. */
    public void healAll() {
        isolated.clear();
        loss = 0;
        forEachLink(link -> {
            link.cut = false;
            link.loss = -1;
        });
        note("heal all links");
        releaseWaiting();
    }

    /** Everything takes the usual time again, on all links. */
    public void resetTimes() {
        latency = LATENCY;
        breakTime = BREAK;
        forEachLink(link -> link.latency = null);
    }

    /** Breaks all connections between two servers; new ones can be made at once. */
    public void breakConnections(String one, String other) {
        note("break connections " + one + "-" + other);
        for (SimulatedConnection connection : List.copyOf(connections)) {
            if (connection.ownName().equals(one) && connection.peerName().equals(other)) {
                connection.breakBoth();
            }
        }
    }

    private void note(String text) {
        simulation.note(text);
    }

    private void forEachLink(java.util.function.Consumer<Link> change) {
        links.values().forEach(ways -> ways.values().forEach(change));
    }

    private void releaseWaiting() {
        List.copyOf(connections).forEach(SimulatedConnection::release);
    }

    Link link(String from, String to) {
        return links.computeIfAbsent(from, name -> new LinkedHashMap<>())
                .computeIfAbsent(to, name -> new Link(this, from, name));
    }

    boolean isIsolated(String server) {
        return isolated.contains(server);
    }

    Latency latency() {
        return latency;
    }

    double loss() {
        return loss;
    }

    SimulatedRandom random() {
        return random;
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
                long delay = delayNanos + link(server, connection.ownName()).drawLatencyNanos();
                connection.breakAfter(delay, new IOException(why));
            }
        }
        connections.removeIf(connection -> !connection.ownAlive());
    }

    long silenceNanos() {
        return SILENCE.draw(random);
    }

    long breakNanos() {
        return breakTime.draw(random);
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
        Label label = new Label(client.name() + "->" + remote);
        Event timeout = client.post(
                TimeUnit.MILLISECONDS.toNanos(timeoutMillis),
                Kind.CONNECT_TIMEOUT,
                label,
                0,
                () -> result.completeExceptionally(new SocketTimeoutException(
                        "cannot connect to " + remote + ": no answer within " + timeoutMillis + " ms")));
        result.whenComplete((connection, failure) -> simulation.cancel(timeout));
        String to = hostOf(client, remote);
        if (!attached.containsKey(to)) {
            client.post(0, Kind.RESOLVE, label, 0, () -> fail(result, remote, "unknown host " + to));
            return;
        }
        Link there = link(client.name(), to);
        boolean lost = there.loses();
        simulation.post(there.drawLatencyNanos(), Kind.CONNECT, label, 0, null, () -> {
            if (!lost && !there.isCut()) {
                arrive(client, link(to, client.name()), remote, handler, result);
            }
        });
    }

    private void arrive(
            SimulatedProcess client,
            Link back,
            SocketAddress remote,
            Connection.FrameHandler handler,
            CompletableFuture<Connection> result) {
        ServerNetwork server = attached.get(back.from);
        if (!server.isPowered() || back.isCut()) {
            return; // nobody answers, or the answer is lost: the caller runs out of time
        }
        ServerNetwork.SimulatedListener listener = server.listenerOn(remote.port());
        if (listener == null || !server.process().isAlive()) {
            client.post(
                    back.drawLatencyNanos(),
                    Kind.REFUSE,
                    back.label,
                    0,
                    () -> result.completeExceptionally(
                            new ConnectException("cannot connect to " + remote + ": connection refused")));
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
