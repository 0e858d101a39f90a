package dev.muster.node.server;

import dev.muster.bolt.BoltServer;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.DatabaseEntry;
import dev.muster.catalog.DatabaseEntry.RequestedStatus;
import dev.muster.catalog.SystemCatalog;
import dev.muster.cypher.CypherEngine;
import dev.muster.cypher.engine.CypherEngines;
import dev.muster.node.config.InitialMember;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.discovery.Discoveries;
import dev.muster.node.discovery.Discovery;
import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.Self;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.Hosting;
import dev.muster.node.http.Health;
import dev.muster.node.http.HttpEndpoint;
import dev.muster.node.members.MemberClient;
import dev.muster.node.members.MemberServer;
import dev.muster.node.query.Queries;
import dev.muster.raft.MemberId;
import dev.muster.raft.RaftServer;
import dev.muster.raft.RaftServers;
import dev.muster.raft.RaftSettings;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.store.RetentionPolicy;
import dev.muster.store.StoreSettings;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running server: all rooms opened in order, and closed in the opposite one.
 *
 * <p>Starting and stopping block; everything else may be called from any thread.
 */
public final class MusterServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MusterServer.class);
    private static final long CHECKPOINT_BYTES = 32L * 1024 * 1024;
    private static final long STOP_SECONDS = 20;

    private final ServerConfig config;
    private final World world;
    private final Opened opened = new Opened();
    private final Catalog catalog = new SystemCatalog();
    private final CypherEngine cypher = CypherEngines.create();
    private final List<String> founders;
    private RaftServer raft;
    private Network.Listener routing;
    private Hosting hosting;
    private Discovery discovery;
    private Queries queries;
    private Readiness readiness;
    private ServerAddresses addresses;
    private volatile Throwable fatal;
    private volatile boolean stopping;

    private MusterServer(ServerConfig config, World world) {
        this.config = config;
        this.world = world;
        this.founders = config.standalone()
                ? List.of(config.serverId())
                : config.initialMembers().stream().map(InitialMember::serverId).toList();
    }

    /**
     * Starts a server; returns when all its ports are open. It becomes ready by itself. The world stays the caller's, to be
     * closed after the server.
     *
     * @param onFatal told once if the server cannot go on (its log's disk failed) and should end
     * @throws ServerError.Refusal with one sentence if it cannot start; everything is closed again
     */
    public static MusterServer start(ServerConfig config, World world, Consumer<Throwable> onFatal) {
        MusterServer server = new MusterServer(config, world);
        try {
            server.open(onFatal);
            return server;
        } catch (RuntimeException e) {
            server.closeOpened();
            throw e;
        }
    }

    private void open(Consumer<Throwable> onFatal) {
        if (!config.founder()) {
            throw ServerError.NOT_A_FOUNDER.because(config.serverName());
        }
        ServerConfig.Directories directories = config.directories();
        DataDirectory data = DataDirectory.hold(
                world.disk(), directories.data(), directories.clusterState(), config.serverId(), clusterIdAtBirth());
        opened.note(data);
        openRaft(onFatal);
        discovery = Discoveries.of(config, world);
        opened.note(discovery);
        StoreSettings stores = new StoreSettings(
                config.transactions().rotationBytes(),
                RetentionPolicy.parse(config.transactions().retentionPolicy()));
        openHosting(stores);
        openMembers();
        ServerMetrics metrics = new ServerMetrics(config.serverName(), hosting.host(), raft);
        ClientPorts ports = ClientPorts.open(
                config,
                world,
                hosting.host(),
                queries,
                new HttpEndpoint.Pages(this::links, this::health, metrics::scrape),
                opened);
        startDiscovery(data.clusterId(), ports);
        readiness = new Readiness(hosting.host(), catalog, config.serverId());
        hosting.host().startSystem(systemEntry(), data.clusterId());
        hosting.reconciler().start();
        new Bootstrap(world.scheduler().newLane("bootstrap"), hosting.host(), queries, config, founders).start();
        world.scheduler().newLane("warm-up").execute(cypher::warmUp);
        LOG.info("server '{}' listens: {}", config.serverName(), addresses);
    }

    /** Equal on all founders, different between clusters: made of who they are and where they were to be found. */
    private UUID clusterIdAtBirth() {
        String founding = config.standalone()
                ? config.serverId() + "@" + world.random().nextUuid()
                : config.initialMembers().stream()
                        .map(InitialMember::toString)
                        .sorted()
                        .collect(Collectors.joining(","));
        return UUID.nameUUIDFromBytes(("muster cluster of " + founding).getBytes(StandardCharsets.UTF_8));
    }

    private void openRaft(Consumer<Throwable> onFatal) {
        RaftSettings defaults = RaftSettings.defaults();
        RaftSettings settings = new RaftSettings(
                config.raftTimes().heartbeatMillis(),
                config.raftTimes().electionTimeoutMillis(),
                defaults.entriesBeforeSnapshot(),
                defaults.pendingEntriesMax(),
                defaults.entryBytesMax(),
                defaults.segmentBytes());
        raft = Opened.await(
                "the Raft port",
                RaftServers.open(
                        settings,
                        world,
                        config.directories().clusterState(),
                        new MemberId(config.serverId(), 0),
                        config.raft().listen()));
        opened.note(raft);
        if (raft.metrics().tailRepair() != null && !raft.metrics().tailRepair().isEmpty()) {
            LOG.warn("the write-ahead log was repaired: {}", raft.metrics().tailRepair());
        }
        raft.onFatal(failure -> {
            fatal = failure;
            LOG.error("the write-ahead log failed; this server acknowledges nothing any more and must end", failure);
            onFatal.accept(failure);
        });
    }

    private void openHosting(StoreSettings stores) {
        RemoteStoreCopier copier =
                new RemoteStoreCopier(world, stores, config.serverId(), () -> addressesOf(Purpose.CLUSTER));
        hosting = Hosting.open(
                world,
                raft,
                catalog,
                copier,
                new Hosting.Settings(
                        config.directories().stores(),
                        config.directories().transactionLogs(),
                        stores,
                        config.lanes(),
                        CHECKPOINT_BYTES,
                        this::publish));
        opened.note(this::stopDatabases);
    }

    /** Of every server ever heard of: whether one is reachable is a hint that must not keep consensus from trying. */
    private Map<String, SocketAddress> addressesOf(Purpose purpose) {
        Map<String, SocketAddress> found = new TreeMap<>();
        discovery.view().servers().forEach(server -> {
            SocketAddress address = server.addresses().get(purpose);
            if (address != null) {
                found.put(server.serverId(), address);
            }
        });
        return found;
    }

    private void openMembers() {
        UnusedStores unused = new UnusedStores(world.disk(), hosting.directories(), hosting.host(), raft);
        ServerMembers members = new ServerMembers(
                discovery,
                new MemberClient(world.network(), world.scheduler().newLane("member-client")),
                world.scheduler().newLane("member-survey"),
                config.serverId(),
                unused);
        RaftSettings limits = RaftSettings.defaults();
        queries = new Queries(
                world,
                hosting.host(),
                catalog,
                cypher,
                members,
                new Queries.Settings(
                        config.vocabulary(),
                        config.databases().maxDatabases(),
                        config.transactions().timeoutMillis(),
                        config.transactions().bookmarkReadyMillis(),
                        Math.toIntExact(Math.max(1, config.transactions().routingTtlMillis() / 1_000)),
                        limits.entryBytesMax()));
        routing = opened.note(Opened.await(
                "the routing port",
                new MemberServer(hosting.host(), unused)
                        .listen(world.network(), config.routing().listen())));
    }

    private void startDiscovery(UUID clusterId, ClientPorts ports) {
        Map<Purpose, SocketAddress> told = new EnumMap<>(Purpose.class);
        put(told, Purpose.BOLT, config.bolt(), ports.bolt());
        put(told, Purpose.HTTP, config.http(), ports.http());
        put(told, Purpose.BACKUP, config.backup(), ports.backup());
        put(told, Purpose.CLUSTER, config.cluster(), ports.cluster());
        put(told, Purpose.RAFT, config.raft(), raft.address());
        put(told, Purpose.ROUTING, config.routing(), routing.local());
        told.put(Purpose.DISCOVERY, config.discovery().advertised());
        SocketAddress bound = Opened.await(
                "the discovery port",
                discovery.start(
                        new Self(
                                clusterId.toString(),
                                config.serverId(),
                                config.serverName(),
                                world.clock().wallMillis(),
                                told,
                                config.discovery().listen(),
                                config.discoveryEndpoints()),
                        (view, reports) -> {
                            raft.peers(addressesOf(Purpose.RAFT));
                            hosting.reconciler().wake();
                        }));
        addresses = new ServerAddresses(
                ports.bolt(), routing.local(), ports.http(), ports.backup(), ports.cluster(), raft.address(), bound);
        raft.peers(addressesOf(Purpose.RAFT));
    }

    private static void put(
            Map<Purpose, SocketAddress> told, Purpose purpose, ServerConfig.Endpoint endpoint, SocketAddress bound) {
        if (bound != null) {
            told.put(purpose, endpoint.advertised(bound));
        }
    }

    private DatabaseEntry systemEntry() {
        return new DatabaseEntry(
                DatabaseHost.SYSTEM, SystemCatalog.SYSTEM_ID, RequestedStatus.ONLINE, founders, null, 0, 0);
    }

    private void publish(DatabaseHost host) {
        if (!stopping && discovery != null) {
            discovery.publish(host.reports());
        }
    }

    private Map<String, Object> links() {
        return Map.of(
                "server",
                config.serverName(),
                "bolt",
                addresses.bolt() == null ? "" : addresses.bolt().toString(),
                "health",
                "/health",
                "metrics",
                "/metrics");
    }

    private Health health() {
        if (fatal != null) {
            return Health.notReady("failed", "the write-ahead log failed: " + fatal.getMessage());
        }
        if (stopping) {
            return Health.notReady("stopping", "the server is stopping");
        }
        String reason = readiness == null ? "the server is starting" : readiness.whyNot();
        return reason == null
                ? Health.ready(Map.of("server", config.serverName()))
                : Health.notReady("starting", reason);
    }

    /** Whether the server can be used; {@code /health} says the same. May wait a moment. */
    public boolean ready() {
        return health().ready();
    }

    /** Where it listens. */
    public ServerAddresses addresses() {
        return addresses;
    }

    public ServerConfig config() {
        return config;
    }

    /** The databases of this server, for tests and tools in the same process. */
    public DatabaseHost databases() {
        return hosting.host();
    }

    private void stopDatabases() {
        hosting.reconciler().close();
        try {
            hosting.host().stopAll().toCompletableFuture().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("not all databases stopped in order; they are recovered at the next start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops in order: says goodbye, hangs up, checkpoints and closes the databases, closes the log. Twice is harmless. */
    @Override
    public void close() {
        if (!stopping) {
            stopping = true;
            LOG.info("server '{}' is stopping", config.serverName());
            discovery.leave();
        }
        closeOpened();
    }

    /**
     * Hangs up on everybody and stops nothing in order, as in a crash: for tests that kill a server in their own process.
     * The world must be closed right after.
     */
    public void halt() {
        stopping = true;
        hosting.reconciler().close();
        discovery.close();
        opened.abandonAllBut(BoltServer.class, HttpEndpoint.class);
    }

    private void closeOpened() {
        stopping = true;
        opened.close();
    }
}
