package dev.muster.node.server;

import dev.muster.backup.protocol.RunningBackups;
import dev.muster.bolt.BoltServer;
import dev.muster.catalog.Catalog;
import dev.muster.catalog.security.InitialUser;
import dev.muster.cypher.CypherEngine;
import dev.muster.cypher.engine.CypherEngines;
import dev.muster.node.config.ProductVersion;
import dev.muster.node.config.ServerConfig;
import dev.muster.node.discovery.Discovery;
import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.Self;
import dev.muster.node.edge.Waiting;
import dev.muster.node.edge.Workers;
import dev.muster.node.hosting.DatabaseHost;
import dev.muster.node.hosting.Hosting;
import dev.muster.node.http.Health;
import dev.muster.node.http.HttpEndpoint;
import dev.muster.node.log.LogFile;
import dev.muster.node.members.MemberClient;
import dev.muster.node.members.MemberServer;
import dev.muster.node.query.BoltQueries;
import dev.muster.node.query.Queries;
import dev.muster.node.query.Transactions;
import dev.muster.node.routing.RemoteServers;
import dev.muster.node.routing.RoutedWork;
import dev.muster.node.stages.Awaiting;
import dev.muster.node.stages.Stages;
import dev.muster.raft.GroupId;
import dev.muster.raft.RaftServer;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import dev.muster.store.RetentionPolicy;
import dev.muster.store.StoreSettings;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running server: all rooms opened in order, and closed in the opposite one.
 *
 * <p><b>Lane.</b> Any thread may call. Opening and closing happen on a lane of the server's own; {@link #open} and {@link
 * #shutDown} are for everybody, {@link #start}, {@link #ready} and {@link #close} are the same for threads that may block.
 */
public final class MusterServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MusterServer.class);
    private static final long EVENT_LOG_BYTES = 10L * 1024 * 1024;
    private static final int EVENT_LOG_FILES = 3;
    /** As many as Bolt has for its clients: so many statements for other servers run at the same time. */
    private static final int ROUTED_WORKERS = 64;

    private static final long CHECKPOINT_BYTES = 32L * 1024 * 1024;
    /** A thread that stops the server goes on after this, whatever still hangs. */
    private static final long CLOSE_MILLIS = 60_000;

    private final ServerConfig config;
    private final World world;
    private final Lane lane;
    /** For what takes long and may wait: seeds of databases, and the warming up of queries. */
    private final Lane seeding;

    private final Awaiting awaiting;
    private final Opened opened;
    private final ServerParts parts;
    private final Catalog catalog;
    private final CypherEngine cypher = CypherEngines.create();
    private Founding founding;
    private final ServerHealth health;
    private final EventLog events;
    private final RunningBackups backups;
    private UUID clusterId;
    private UUID dataId;
    private MemberClient memberClient;
    private SystemCopies systemCopies;
    private volatile SystemStart systemStart;
    private InitialUser administrator;
    private volatile ServerNetworks networks;
    private volatile RaftServer raft;
    private Network.Listener routing;
    private volatile Hosting hosting;
    private volatile Discovery discovery;
    private volatile AddressBook addressBook;
    private volatile Registrar registrar;
    private volatile Queries queries;
    private volatile ServerAddresses addresses;
    private CompletionStage<Void> closing;

    private MusterServer(ServerConfig config, World world, ServerParts parts) {
        this.config = config;
        this.parts = parts;
        this.catalog = parts.catalog();
        this.world = world;
        this.lane = world.scheduler().newLane("server");
        this.seeding = world.scheduler().newLane("seeding");
        this.awaiting = new Awaiting(lane, world.clock());
        this.opened = new Opened(lane, awaiting);
        this.health = new ServerHealth(config.serverName());
        this.events = new EventLog(
                config.serverName(),
                world.clock(),
                config.eventsLogged()
                        ? new LogFile(
                                world.disk(),
                                world.scheduler().newLane("event-log"),
                                config.directories().eventLog(),
                                EVENT_LOG_BYTES,
                                EVENT_LOG_FILES)
                        : null);
        this.backups = new RunningBackups(config.backupLimits(), world.clock());
    }

    /**
     * Opens a server; completes when all its ports are open. It becomes ready by itself. The world stays the caller's, to
     * be closed after the server. Fails with {@link ServerError.Refusal}, one sentence, if the server cannot start;
     * everything is closed again then.
     *
     * @param onFatal told once if the server cannot go on (its log's disk failed) and should end
     */
    public static CompletionStage<MusterServer> open(ServerConfig config, World world, Consumer<Throwable> onFatal) {
        return open(config, world, ServerParts.standard(), onFatal);
    }

    /** The same, built of other parts than {@linkplain ServerParts#standard the standard ones}. */
    public static CompletionStage<MusterServer> open(
            ServerConfig config, World world, ServerParts parts, Consumer<Throwable> onFatal) {
        MusterServer server = new MusterServer(config, world, parts);
        CompletionStage<MusterServer> opening = CompletableFuture.supplyAsync(server::holdData, server.lane)
                .thenComposeAsync(server::findCluster, server.lane)
                .thenCompose(done -> server.openRaft(onFatal))
                .thenRunAsync(server::openHosting, server.lane)
                .thenCompose(done -> server.openMembers())
                .thenComposeAsync(done -> server.openClientPorts(), server.lane)
                .thenComposeAsync(server::startDiscovery, server.lane)
                .thenRunAsync(server::begin, server.lane)
                .thenApply(done -> server);
        return Stages.recovered(
                opening, failure -> server.closeOpened().thenCompose(closed -> CompletableFuture.failedStage(failure)));
    }

    /**
     * {@link #open} for a thread that may block, in a world that can be broken on purpose where the settings say so. Throws
     * what it fails with.
     */
    public static MusterServer start(ServerConfig config, World world, Consumer<Throwable> onFatal) {
        ServerParts parts = ServerParts.configured(config, world);
        World inhabited = parts.faults() == null ? world : parts.faults().world();
        try {
            return Waiting.on(open(config, inhabited, parts, onFatal));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ServerError.INTERRUPTED.because();
        }
    }

    private DataDirectory holdData() {
        ServerConfig.Directories directories = config.directories();
        administrator = Authentication.initialUser(config, world.disk());
        networks = ServerNetworks.open(config, world);
        DataDirectory data = opened.note(
                DataDirectory.hold(world.disk(), directories.data(), directories.clusterState(), config.serverId()));
        if (data.systemBeginsAnew()) {
            LOG.warn("'system' begins anew with what this server has of it");
            Unbinding.beginAnew(world.disk(), directories, data);
        }
        founding = new Founding(config, data.isAlone());
        return data;
    }

    /** At the first start a founder works out which cluster it belongs to; a server that joins one asks. */
    private CompletionStage<Void> findCluster(DataDirectory data) {
        CompletionStage<UUID> found;
        if (data.clusterId() != null) {
            found = CompletableFuture.completedStage(data.clusterId());
        } else if (config.founder()) {
            found = CompletableFuture.completedStage(founding.clusterIdAtBirth(world.random()));
        } else {
            LOG.info("server '{}' looks for a cluster to join at {}", config.serverName(), config.discoveryEndpoints());
            found = new ClusterSearch(networks.between(), lane, awaiting, config.discoveryEndpoints()).find();
        }
        return found.thenAcceptAsync(
                cluster -> {
                    if (data.clusterId() == null) {
                        data.belongTo(cluster, world.random().nextUuid());
                    }
                    clusterId = cluster;
                    dataId = data.id();
                },
                lane);
    }

    /** Everything is open: the server goes to work. */
    private void begin() {
        health.started(new Readiness(hosting.host(), catalog, config.serverId(), awaiting));
        SystemCopySearch search = new SystemCopySearch(
                lane, awaiting, memberClient, discovery::view, config.serverId(), systemCopies, founding.founders());
        systemStart = new SystemStart(lane, hosting.host(), raft, search, founding.systemEntry(), clusterId);
        systemStart.begin();
        hosting.reconciler().commands(queries::execute);
        hosting.reconciler().onLostSystem(systemStart::replace);
        hosting.reconciler().start();
        registrar = new Registrar(
                lane,
                hosting.host(),
                catalog,
                discovery,
                addressBook,
                queries::execute,
                config.databases().enableFreeServers(),
                () -> raft.peers(addressBook.of(Purpose.RAFT)),
                dataId);
        registrar.start();
        new Bootstrap(lane, hosting.host(), queries, config, founding.founders(), systemCopies::heard, administrator)
                .start();
        seeding.execute(cypher::warmUp);
        LOG.info("server '{}' listens on {}", config.serverName(), addresses);
    }

    private CompletionStage<Void> openRaft(Consumer<Throwable> onFatal) {
        return opened.opening("the Raft port", ServerParts.openRaft(config, networks.between()))
                .thenAcceptAsync(open -> raftOpened(open, onFatal), lane);
    }

    private void raftOpened(RaftServer open, Consumer<Throwable> onFatal) {
        raft = parts.raft().apply(open);
        opened.note("the write-ahead log", raft::shutDown);
        if (raft.metrics().tailRepair() != null && !raft.metrics().tailRepair().isEmpty()) {
            LOG.warn("the write-ahead log was repaired: {}", raft.metrics().tailRepair());
        }
        raft.onFatal(failure -> {
            health.failed(failure);
            LOG.error("the write-ahead log failed; this server acknowledges nothing any more and must end", failure);
            onFatal.accept(failure);
        });
    }

    private void openHosting() {
        discovery = opened.note(Discoveries.of(config, networks.between()));
        addressBook = new AddressBook(discovery);
        StoreSettings stores = new StoreSettings(
                config.transactions().rotationBytes(),
                RetentionPolicy.parse(config.transactions().retentionPolicy()));
        RemoteStoreCopier copier =
                new RemoteStoreCopier(networks, stores, config.serverId(), () -> addressBook.of(Purpose.CLUSTER));
        hosting = Hosting.open(
                world,
                raft,
                catalog,
                copier,
                new ArtifactSeeder(world, seeding, config.seedSources(), System.getenv()),
                new DumpWriter(world, config.directories(), seeding),
                new Hosting.Settings(
                        config.directories().stores(),
                        config.directories().transactionLogs(),
                        config.directories().clusterState().resolve("quarantine"),
                        stores,
                        config.lanes(),
                        CHECKPOINT_BYTES,
                        config.databases().readOnly()::contains,
                        this::publish));
        opened.note("the databases", this::stopDatabases);
    }

    private CompletionStage<Void> openMembers() {
        UnusedStores unused = new UnusedStores(world.disk(), hosting.directories(), hosting.host(), raft);
        Network between = networks.between().network();
        Lane asking = world.scheduler().newLane("member-client");
        Lane waiting = world.scheduler().newLane("waiting");
        memberClient = new MemberClient(between, asking);
        ServerMembers members = new ServerMembers(
                discovery, addressBook, memberClient, waiting, config.serverId(), unused, hosting.host()::secure);
        queries = new Queries(
                world,
                new Awaiting(waiting, world.clock()),
                hosting.host(),
                catalog,
                cypher,
                members,
                new RemoteServers(between, asking, world.clock(), () -> addressBook.of(Purpose.ROUTING)),
                QuerySettings.of(config, world, backups, networks.certificates()));
        systemCopies =
                new SystemCopies(hosting.host(), catalog, raft, new GroupId(clusterId), dataId, queries::execute);
        RoutedWork work = opened.note(new RoutedWork(
                queries.bolt()::beginHere, new Workers("routed-worker", ROUTED_WORKERS), waiting, world.clock()));
        return opened.opening(
                        "the routing port",
                        new MemberServer(hosting.host(), unused, work, systemCopies, queries::lift)
                                .listen(between, config.routing().listen()))
                .thenAcceptAsync(open -> routing = opened.note(open), lane);
    }

    private CompletionStage<ClientPorts> openClientPorts() {
        ServerMetrics metrics = new ServerMetrics(
                config.serverName(),
                hosting.host(),
                raft,
                id -> discovery.view().nameOf(id),
                backups);
        return ClientPorts.open(
                config,
                networks,
                parts.backups().apply(ServerSource.of(config, hosting.host(), discovery::view, queries.freshness())),
                backups,
                queries,
                new HttpEndpoint.Pages(this::links, health::await, this::cluster, metrics::scrape, parts.faults()),
                opened);
    }

    private CompletionStage<Void> startDiscovery(ClientPorts ports) {
        Map<Purpose, SocketAddress> told = new EnumMap<>(Purpose.class);
        put(told, Purpose.BOLT, config.bolt(), ports.bolt());
        put(told, Purpose.HTTP, config.http(), ports.http());
        put(told, Purpose.BACKUP, config.backup(), ports.backup());
        put(told, Purpose.CLUSTER, config.cluster(), ports.cluster());
        put(told, Purpose.RAFT, config.raft(), raft.address());
        put(told, Purpose.ROUTING, config.routing(), routing.local());
        told.put(Purpose.DISCOVERY, config.discovery().advertised());
        Self self = new Self(
                clusterId.toString(),
                config.serverId(),
                config.serverName(),
                ProductVersion.text(),
                StartNumber.next(
                        world.disk(),
                        config.directories().clusterState(),
                        world.clock().wallMillis()),
                told,
                config.discovery().listen(),
                config.discoveryEndpoints());
        CompletionStage<SocketAddress> starting = discovery.start(self, (view, reports) -> {
            raft.peers(addressBook.of(Purpose.RAFT));
            hosting.reconciler().wake();
            Registrar begun = registrar;
            if (begun != null) {
                begun.wake();
            }
        });
        return opened.opening("the discovery port", starting).thenAcceptAsync(bound -> found(ports, bound), lane);
    }

    private void found(ClientPorts ports, SocketAddress discoveryPort) {
        addresses = new ServerAddresses(
                ports.bolt(),
                routing.local(),
                ports.http(),
                ports.backup(),
                ports.cluster(),
                raft.address(),
                discoveryPort);
        raft.peers(addressBook.of(Purpose.RAFT));
    }

    private static void put(
            Map<Purpose, SocketAddress> told, Purpose purpose, ServerConfig.Endpoint endpoint, SocketAddress bound) {
        if (bound != null) {
            told.put(purpose, endpoint.advertised(bound));
        }
    }

    private Map<String, Object> cluster() {
        return ClusterPage.of(
                config.serverName(), world.clock().wallMillis(), hosting.host(), catalog, discovery.reports());
    }

    private void publish(DatabaseHost host) {
        events.note(host, health.isStopping());
        if (!health.isStopping() && discovery != null) {
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
                "cluster",
                "/cluster",
                "metrics",
                "/metrics");
    }

    /** Whether the server can be used, and why not; {@code /health} says the same. Never fails. */
    public CompletionStage<Health> health() {
        return health.now();
    }

    /** Whether the server can be used, for a thread that may wait a moment. */
    public boolean ready() {
        return health.await().ready();
    }

    /** Clients' transactions on this server, for whoever lives in the same process. */
    public Transactions transactions() {
        return queries.transactions();
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

    private void stopReconciling() {
        hosting.reconciler().close();
        if (systemStart != null) {
            systemStart.close();
        }
        if (registrar != null) {
            registrar.close();
        }
    }

    private CompletionStage<Void> stopDatabases() {
        stopReconciling();
        return Stages.recovered(hosting.host().stopAll(), failure -> {
            LOG.warn("not all databases stopped in order; they are recovered at the next start", failure);
            return CompletableFuture.completedStage(null);
        });
    }

    /**
     * Stops in order: says goodbye, hangs up, checkpoints and closes the databases, closes the log; completes, and never
     * fails, when that is done. Twice is harmless.
     */
    public CompletionStage<Void> shutDown() {
        return CompletableFuture.runAsync(
                        () -> {
                            if (!health.isStopping()) {
                                health.stopping();
                                LOG.info("server '{}' is stopping", config.serverName());
                                discovery.leave();
                            }
                        },
                        lane)
                .thenCompose(done -> closeOpened());
    }

    /** {@link #shutDown} for a thread that may block; waits for a minute at most. */
    @Override
    public void close() {
        try {
            Waiting.on(shutDown(), CLOSE_MILLIS);
        } catch (TimeoutException e) {
            LOG.warn("server '{}' did not stop within {} s", config.serverName(), CLOSE_MILLIS / 1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Hangs up on everybody and stops nothing in order, as in a crash: for tests that kill a server in their own process.
     * The world must be closed right after.
     */
    public void halt() {
        health.stopping();
        stopReconciling();
        discovery.close();
        opened.abandonAllBut(BoltServer.class, BoltQueries.class, HttpEndpoint.class, RoutedWork.class);
    }

    private CompletionStage<Void> closeOpened() {
        return CompletableFuture.supplyAsync(
                        () -> {
                            health.stopping();
                            if (closing == null) {
                                closing = opened.close();
                            }
                            return closing;
                        },
                        lane)
                .thenCompose(closed -> closed);
    }
}
