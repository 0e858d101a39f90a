package dev.muster.node.discovery;

import dev.muster.catalog.DatabaseReport;
import dev.muster.catalog.ServerReport;
import dev.muster.node.discovery.ServerInfo.StatusDigest;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engines share: the port, the connections, the {@link Board}, and the fetching of reports. All state belongs to
 * one lane; an engine finds servers and judges whether they answer.
 */
public abstract class BoardedDiscovery implements Discovery {
    static final long NANOS_PER_MILLI = 1_000_000;
    private static final Logger LOG = LoggerFactory.getLogger(BoardedDiscovery.class);

    protected final World world;
    protected final DiscoveryTimes times;
    protected final Lane lane;
    final Board board = new Board();
    final Links links;
    private final Map<String, Long> fetchesSince = new HashMap<>();
    private final Set<Connection> accepted = new LinkedHashSet<>();
    private final Set<String> strangers = new HashSet<>();
    private List<DatabaseReport> own = List.of();
    private Network.Listener port;
    private Listener listener;
    private boolean left;
    private boolean closed;
    private boolean ticking;

    /** From {@link #start} on; changes with each publication. */
    protected ServerInfo self;

    protected String clusterId;

    protected BoardedDiscovery(World world, DiscoveryTimes times, String laneName) {
        this.world = world;
        this.times = times;
        this.lane = world.scheduler().newLane(laneName);
        this.links = new Links(world, lane, times, new Links.Peer() {
            @Override
            public void received(Connection connection, FrameDecoder decoder, byte[] frame) {
                BoardedDiscovery.this.received(connection, decoder, frame);
            }

            @Override
            public void lost(SocketAddress address) {
                connectionLost(address);
            }
        });
    }

    /** The engine begins; {@link #self} and {@link #clusterId} are there. */
    protected abstract void begin(Self told) throws IOException;

    /** Every {@link #tickMillis}, until left or closed. {@code pausedNanos}: how long this server itself stood still before. */
    protected abstract void tick(long nowNanos, long pausedNanos);

    /** Between two ticks. */
    protected int tickMillis() {
        return times.interval();
    }

    /** {@link #self} has a new status: tell the others soon. */
    protected abstract void selfChanged();

    /** A frame of the engine's own. */
    protected abstract void engineFrame(Connection connection, Frame frame);

    /** A connection of this server's own is gone, or could not be made. */
    protected void connectionLost(SocketAddress address) {}

    /** The engine stops; nothing of it runs afterwards. */
    protected abstract void end();

    @Override
    public final CompletionStage<SocketAddress> start(Self told, Listener changes) {
        CompletableFuture<SocketAddress> started = new CompletableFuture<>();
        world.network()
                .listen(told.listen(), this::accepted)
                .whenComplete((open, failure) -> lane.execute(() -> {
                    if (failure != null) {
                        started.completeExceptionally(failure);
                    } else if (closed) {
                        open.close();
                        started.completeExceptionally(new IOException("discovery was closed while it started"));
                    } else {
                        opened(told, changes, open, started);
                    }
                }));
        return started;
    }

    private void opened(Self told, Listener changes, Network.Listener open, CompletableFuture<SocketAddress> started) {
        port = open;
        listener = changes;
        clusterId = told.clusterId();
        Map<Purpose, SocketAddress> addresses = new EnumMap<>(Purpose.class);
        addresses.putAll(told.addresses());
        addresses.merge(
                Purpose.DISCOVERY,
                open.local(),
                (advertised, bound) ->
                        advertised.port() == 0 ? new SocketAddress(advertised.host(), bound.port()) : advertised);
        self = new ServerInfo(
                told.serverId(), told.name(), told.version(), told.incarnation(), addresses, true, StatusDigest.NONE);
        board.update(self);
        renewOwn(own);
        try {
            begin(told);
        } catch (IOException e) {
            started.completeExceptionally(e);
            return;
        }
        settle();
        ticking = true;
        tickAndRepeat(world.clock().monotonicNanos());
        started.complete(open.local());
    }

    @Override
    public final View view() {
        return board.view();
    }

    @Override
    public final List<ServerReport> reports() {
        return board.reports();
    }

    @Override
    public final void publish(List<DatabaseReport> databases) {
        List<DatabaseReport> copy = List.copyOf(databases);
        lane.execute(() -> {
            if (self == null) {
                own = copy;
            } else if (!copy.equals(own)) {
                renewOwn(copy);
                selfChanged();
                settle();
            }
        });
    }

    @Override
    public final void meet(Collection<SocketAddress> addresses) {
        List<SocketAddress> copy = List.copyOf(addresses);
        lane.execute(() -> {
            if (!closed && !left && self != null) {
                copy.forEach(this::meet);
            }
        });
    }

    /** Another address to look at from now on. */
    protected abstract void meet(SocketAddress address);

    private void renewOwn(List<DatabaseReport> databases) {
        own = databases;
        self = self.withStatus(new StatusDigest(self.status().version() + 1, FrameCodec.hash(databases)));
        board.update(self);
        board.take(ownReport());
    }

    @Override
    public final void leave() {
        lane.execute(() -> {
            if (self != null && !left) {
                left = true;
                byte[] farewell = FrameCodec.encode(new Frame.Leave(clusterId, self.serverId(), self.incarnation()));
                board.servers().stream()
                        .filter(server ->
                                server.reachable() && !server.serverId().equals(self.serverId()))
                        .forEach(server -> sendTo(server, farewell.clone()));
                // An own connection may be dead without having shown it yet; those the others made are another way.
                accepted.forEach(connection -> connection.send(farewell.clone()));
                end();
            }
        });
    }

    @Override
    public final void close() {
        lane.execute(() -> {
            if (!closed) {
                closed = true;
                if (self != null && !left) {
                    end();
                }
                links.close();
                accepted.forEach(Connection::close);
                if (port != null) {
                    port.close();
                }
            }
        });
    }

    /** Tells the listener if anything differs from before. */
    protected final void settle() {
        if (board.settle() && listener != null && !closed) {
            listener.changed(board.view(), board.reports());
        }
    }

    /** Sends over this server's own connection to the address, which is made if need be. */
    protected final void send(SocketAddress address, byte[] frame) {
        links.send(address, frame);
    }

    /** All servers ever heard of, this one included, by id. */
    protected final List<ServerInfo> servers() {
        return board.servers();
    }

    /** The server does not answer. */
    protected final void unreachable(String serverId) {
        board.unreachable(serverId);
    }

    final void sendTo(ServerInfo server, byte[] frame) {
        SocketAddress address = server.addresses().get(Purpose.DISCOVERY);
        if (address != null) {
            links.send(address, frame);
        }
    }

    /**
     * Sends what this server says of its databases to everybody who is there, so that nobody waits for gossip to hear that
     * there is something to ask for: operations on databases wait for these reports.
     */
    protected final void tellReport() {
        byte[] report = FrameCodec.encode(ownReport());
        board.servers().stream()
                .filter(server -> server.reachable() && !server.serverId().equals(self.serverId()))
                .forEach(server -> sendTo(server, report.clone()));
    }

    /** News of another server: remembers them, and asks for its reports if they are newer than those here. */
    protected final void heardOf(ServerInfo info) {
        if (info.serverId().equals(self.serverId())) {
            return;
        }
        board.update(info);
        fetchNews(info.serverId());
    }

    /** Asks a server for its report, if it is known to be newer than the one here. */
    private void fetchNews(String serverId) {
        ServerInfo known = board.server(serverId);
        if (known != null && known.reachable() && board.wantsReport(known) && mayFetch(serverId)) {
            sendTo(known, FrameCodec.encode(new Frame.Fetch(clusterId)));
        }
    }

    /** One question at a time per server; asked again when it stays unanswered. */
    private boolean mayFetch(String serverId) {
        long now = world.clock().monotonicNanos();
        Long since = fetchesSince.get(serverId);
        if (since != null && now - since < times.probeTimeout() * NANOS_PER_MILLI) {
            return false;
        }
        fetchesSince.put(serverId, now);
        return true;
    }

    private void tickAndRepeat(long previousNanos) {
        if (closed || left || !ticking) {
            return;
        }
        long now = world.clock().monotonicNanos();
        long paused = now - previousNanos - tickMillis() * NANOS_PER_MILLI;
        tick(now, paused > times.failureTimeout() * NANOS_PER_MILLI / 2 ? paused : 0);
        settle();
        lane.schedule(tickMillis() * NANOS_PER_MILLI, () -> tickAndRepeat(now));
    }

    private Connection.FrameHandler accepted(Connection incoming) {
        lane.execute(() -> {
            if (closed) {
                incoming.close();
            } else {
                accepted.add(incoming);
            }
        });
        FrameDecoder decoder = new FrameDecoder();
        return new Connection.FrameHandler() {
            @Override
            public void received(Connection connection, byte[] frame) {
                lane.execute(() -> BoardedDiscovery.this.received(connection, decoder, frame));
            }

            @Override
            public void closed(Connection connection, Throwable cause) {
                lane.execute(() -> accepted.remove(connection));
            }
        };
    }

    private void received(Connection connection, FrameDecoder decoder, byte[] bytes) {
        if (closed || self == null) {
            return;
        }
        try {
            dispatch(connection, decoder.decode(bytes));
        } catch (IOException e) {
            LOG.warn("closing a discovery connection with {}: {}", connection.remote(), e.getMessage());
            connection.close();
        }
    }

    private void dispatch(Connection connection, Frame frame) throws IOException {
        if (frame instanceof Frame.Heard) {
            return;
        }
        if (frame instanceof Frame.Fetch fetch) {
            if (fetch.clusterId().equals(Frame.Fetch.ANY_CLUSTER) || ours(connection, fetch.clusterId())) {
                connection.send(FrameCodec.encode(ownReport()));
            }
        } else if (frame instanceof Frame.Report report) {
            if (ours(connection, report.clusterId())) {
                fetchesSince.remove(report.serverId());
                if (!report.serverId().equals(self.serverId())) {
                    if (board.take(report)) {
                        settle();
                    }
                    fetchNews(report.serverId()); // of what was heard while this one was on its way
                }
            }
        } else if (frame instanceof Frame.Leave leave) {
            if (ours(connection, leave.clusterId()) && !leave.serverId().equals(self.serverId())) {
                connection.send(FrameCodec.encode(new Frame.Heard()));
                board.left(leave.serverId(), leave.incarnation());
                settle();
            }
        } else if (!left) {
            engineFrame(connection, frame);
        }
    }

    /** Keeps servers of another cluster out; says so once per cluster. */
    protected final boolean ours(Connection connection, String theirs) {
        if (theirs.equals(clusterId)) {
            return true;
        }
        if (strangers.size() < 100 && strangers.add(theirs)) {
            LOG.warn(
                    "a server at {} belongs to another cluster ('{}', not '{}'); ignored",
                    connection.remote(),
                    theirs,
                    clusterId);
        }
        connection.close();
        return false;
    }

    private Frame.Report ownReport() {
        return new Frame.Report(clusterId, self.serverId(), self.incarnation(), self.status(), own);
    }
}
