package dev.muster.raft;

import dev.muster.raft.log.LogProblem;
import dev.muster.raft.log.TurnLog;
import dev.muster.raft.log.WriteAheadLog;
import dev.muster.raft.wire.Endpoint;
import dev.muster.raft.wire.FrameReader;
import dev.muster.raft.wire.MalformedFrame;
import dev.muster.raft.wire.Payloads;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.Network;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's side of all its groups: the log, the listener, the links to the peers, and who gets which message. */
final class HostingServer implements RaftServer, GroupHost, WriteAheadLog.Listener {
    private static final Logger LOGGER = LoggerFactory.getLogger(HostingServer.class);
    /** More than any time between two looks of a follower. */
    private static final long PHASE_NANOS = 1_000_000_000L;
    /** The part of the memory for entries that may be taken behind checkpoints: half of what calls for more of them. */
    private static final int KEPT_PART = 4;

    private final RaftSettings settings;
    private final World world;
    private final MemberId self;
    private final PeerLinks links;
    private final UnaryOperator<TurnLog> turns;
    private final long beatPhaseNanos;
    private final EntryMemory memory;
    private final MemoryRelief relief;
    private final Map<UUID, HostedGroup> groups = new ConcurrentHashMap<>();
    private final EarlyMessages early;
    /** Never iterated: the order of lanes, which have no value, would differ from run to run. */
    private final Map<Lane, OfLane> ofLanes = new ConcurrentHashMap<>();

    private final List<Profiler> profilers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Throwable>> fatalListeners = new CopyOnWriteArrayList<>();
    private final LongAdder unknownGroup = new LongAdder();
    private final LongAdder otherLife = new LongAdder();
    private volatile WriteAheadLog log;
    private volatile Network.Listener listener;
    private volatile Throwable fatal;
    private CompletableFuture<Void> closing;

    HostingServer(RaftSettings settings, World world, MemberId self, UnaryOperator<TurnLog> turns) {
        this.settings = settings;
        this.world = world;
        this.self = self;
        this.links = new PeerLinks(world.network(), world.clock(), this::refusedBy);
        this.turns = turns;
        this.memory = new EntryMemory(settings.memoryBytes());
        this.relief = new MemoryRelief(memory, world.clock());
        this.early = new EarlyMessages(world.clock());
        this.beatPhaseNanos = world.random().nextLong(PHASE_NANOS);
    }

    void opened(WriteAheadLog opened) {
        log = opened;
    }

    void listening(Network.Listener opened) {
        listener = opened;
    }

    /** What an incoming connection does. */
    Connection.FrameHandler accept() {
        return new Connection.FrameHandler() {
            @Override
            public void received(Connection connection, byte[] frame) {
                dispatch(connection, frame);
            }

            @Override
            public void closed(Connection connection, Throwable cause) {
                // The peer connects again when it has something to say.
            }
        };
    }

    private void dispatch(Connection connection, byte[] frame) {
        FrameReader.Frame read;
        try {
            read = FrameReader.read(frame);
        } catch (MalformedFrame e) {
            LOGGER.warn("{} closes the connection from {}: {}", self, connection.remote(), e.getMessage());
            connection.close();
            return;
        }
        links.heard(read.sender().serverId());
        if (!read.target().serverId().equals(self.serverId())) {
            otherLife.increment();
            return;
        }
        read.beats().forEach(beat -> {
            HostedGroup group = target(read.target(), beat.group());
            if (group != null) {
                group.moments().put(group, read.sender(), beat);
            }
        });
        List<Delivery> deliveries = new ArrayList<>(read.messages().size());
        boolean brief = frame.length <= EarlyMessages.FRAME_BYTES_MAX;
        read.messages().forEach(message -> {
            HostedGroup group = target(read.target(), message.group());
            if (group != null) {
                deliveries.add(new Delivery(group, message));
            } else if (brief) {
                putAside(read.target(), message);
            }
        });
        int from = 0;
        for (int to = 1; to <= deliveries.size(); to++) {
            if (to == deliveries.size()
                    || deliveries.get(to).lane() != deliveries.get(from).lane()) {
                deliver(deliveries.subList(from, to));
                from = to;
            }
        }
    }

    /** A server ended its connection and refuses another: the groups that it leads must look for another leader. */
    private void refusedBy(String serverId) {
        groups.values().forEach(group -> group.lane().execute(() -> group.refusedBy(serverId)));
    }

    /** What a frame says to one group, beats aside. */
    private record Delivery(HostedGroup group, FrameReader.Incoming message) {
        Lane lane() {
            return group.lane();
        }
    }

    /** The group that something is for; null if nobody here may hear it. */
    private HostedGroup target(Endpoint target, UUID id) {
        HostedGroup group = groups.get(id);
        if (group == null) {
            unknownGroup.increment();
        } else if (!group.endpoint().equals(target)) {
            otherLife.increment();
            return null;
        }
        return group;
    }

    /** The beats that came before are heard before. */
    private void deliver(List<Delivery> ofOneLane) {
        BeatMoments moments = ofOneLane.get(0).group().moments();
        ofOneLane.get(0).lane().execute(() -> {
            moments.take();
            ofOneLane.forEach(delivery -> {
                HostedGroup group = delivery.group();
                if (group.isToBegin()) {
                    early.put(group.endpoint(), delivery.message());
                } else {
                    group.receive(delivery.message());
                }
            });
        });
    }

    /** For a group that is not here, unless it has come meanwhile. */
    private void putAside(Endpoint target, FrameReader.Incoming message) {
        early.put(target, message);
        HostedGroup come = groups.get(message.group());
        if (come != null) {
            come.lane().execute(() -> hearEarly(come));
        }
    }

    /** What was said to a group before it began. On its lane. */
    private void hearEarly(HostedGroup group) {
        if (!group.isToBegin()) {
            early.take(group.id().value(), group.endpoint()).forEach(group::receive);
        }
    }

    @Override
    public MemberId self() {
        return self;
    }

    @Override
    public SocketAddress address() {
        return listener.local();
    }

    @Override
    public RaftGroup start(GroupSpec spec, StateMachine stateMachine, Lane lane) {
        UUID id = spec.id().value();
        MemberId member = spec.self() == null ? self : spec.self();
        if (member.incarnation() <= log.forgottenLife(id)) {
            throw new IllegalStateException(LogProblem.FORGOTTEN.describe(spec.label()));
        }
        MemberId onDisk = memberOnDisk(spec.id());
        if (onDisk != null && !onDisk.equals(member)) {
            throw new IllegalStateException(LogProblem.OTHER_LIFE.describe(spec.label(), onDisk, member));
        }
        String damage = log.damageOf(id);
        if (damage != null) {
            throw new CorruptLog(LogProblem.DAMAGED.describe(damage));
        }
        OfLane shared = ofLanes.computeIfAbsent(lane, this::newOfLane);
        HostedGroup group = new HostedGroup(spec.as(member), stateMachine, lane, shared.gate(), shared.moments(), this);
        if (groups.putIfAbsent(id, group) != null) {
            throw new IllegalStateException(spec.label() + " runs on " + self + " already");
        }
        log.load(id)
                .whenComplete((restored, failure) -> lane.execute(() -> {
                    group.begin(restored, failure);
                    hearEarly(group);
                }));
        return group;
    }

    /** What the groups of a lane share. */
    private record OfLane(TurnGate gate, BeatMoments moments) {}

    private OfLane newOfLane(Lane lane) {
        TurnGate gate = new TurnGate(lane, turns.apply(log), links, world.clock());
        profilers.add(gate.profiler());
        return new OfLane(gate, new BeatMoments(lane, world.clock(), settings));
    }

    @Override
    public Set<GroupId> groupsOnDisk() {
        Set<GroupId> result = new HashSet<>();
        log.groups().forEach(id -> result.add(new GroupId(id)));
        groups.keySet().forEach(id -> result.add(new GroupId(id)));
        return result;
    }

    @Override
    public MemberId memberOnDisk(GroupId group) {
        byte[] identity = log.identityOf(group.value());
        return identity == null
                ? null
                : Outcomes.member(Payloads.identity(identity).getLocalEndpoint());
    }

    @Override
    public boolean hasHistoryOf(GroupId group) {
        return log.hasHistoryOf(group.value());
    }

    @Override
    public CompletionStage<Void> forget(GroupId group) {
        if (groups.containsKey(group.value())) {
            throw new IllegalStateException("group " + group + " is running; destroy it instead");
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        MemberId onDisk = memberOnDisk(group);
        forget(group, onDisk == null ? self : onDisk, () -> done.complete(null));
        return done;
    }

    @Override
    public void forget(GroupId group, MemberId life, Runnable done) {
        log.forget(group.value(), life.incarnation(), done);
    }

    @Override
    public void peers(Map<String, SocketAddress> addressByServerId) {
        links.addresses(addressByServerId);
    }

    @Override
    public void onFatal(Consumer<Throwable> fatalListener) {
        fatalListeners.add(fatalListener);
        Throwable already = fatal;
        if (already != null && fatalListeners.remove(fatalListener)) {
            fatalListener.accept(already);
        }
    }

    @Override
    public void failed(Throwable cause) {
        fatal = cause;
        groups.values().forEach(group -> group.logFailed(cause));
        for (Consumer<Throwable> fatalListener : fatalListeners) {
            if (fatalListeners.remove(fatalListener)) {
                fatalListener.accept(cause);
            }
        }
    }

    @Override
    public void pinned(UUID group) {
        HostedGroup running = groups.get(group);
        if (running != null) {
            running.unpin();
        }
    }

    @Override
    public LogMetrics metrics() {
        WriteAheadLog.Counters counters = log.counters();
        return new LogMetrics(
                counters.syncs(),
                counters.bytesAppended(),
                counters.segments(),
                counters.full(),
                memory.held(),
                counters.tailRepair());
    }

    @Override
    public Profile profile() {
        return new Profile(
                sum(profiler -> profiler.queue),
                sum(profiler -> profiler.log),
                sum(profiler -> profiler.roundTrip),
                sum(profiler -> profiler.apply),
                links.framesSent(),
                links.bytesSent());
    }

    private StageTimes sum(Function<Profiler, StageCounter> stage) {
        return profilers.stream().map(stage).map(StageCounter::read).reduce(StageTimes.NONE, StageTimes::plus);
    }

    @Override
    public long beatPhaseNanos() {
        return beatPhaseNanos;
    }

    @Override
    public EntryMemory memory() {
        return memory;
    }

    @Override
    public long keptBytesMax() {
        long share = memory.limit() / KEPT_PART / Math.max(1, groups.size());
        return Math.min(settings.segmentBytes() / 2, share);
    }

    @Override
    public void relieve() {
        relief.relieve(groups.values());
    }

    @Override
    public long messagesForUnknownGroups() {
        return unknownGroup.sum();
    }

    @Override
    public long messagesForOtherLives() {
        return otherLife.sum();
    }

    @Override
    public synchronized CompletionStage<Void> shutDown() {
        if (closing == null) {
            closing = new CompletableFuture<>();
            if (listener != null) {
                listener.close();
            }
            CompletableFuture<?>[] stops = groups.values().stream()
                    .map(group -> group.stop().toCompletableFuture())
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture<Void> stopped =
                    fatal == null ? CompletableFuture.allOf(stops) : CompletableFuture.completedFuture(null);
            stopped.whenComplete((done, failure) -> {
                links.close();
                log.close().whenComplete((closed, problem) -> closing.complete(null));
            });
        }
        return closing;
    }

    @Override
    public void close() {
        shutDown();
    }

    @Override
    public World world() {
        return world;
    }

    @Override
    public RaftSettings settings() {
        return settings;
    }

    @Override
    public boolean isLogFull() {
        return log.full();
    }

    @Override
    public boolean isLogFailed() {
        return log.failure() != null;
    }

    @Override
    public boolean isConnected(String serverId) {
        return links.isConnected(serverId);
    }

    @Override
    public void connect(String serverId) {
        links.connect(serverId);
    }

    @Override
    public void ended(HostedGroup group) {
        groups.remove(group.id().value(), group);
    }
}
