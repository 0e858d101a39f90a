package dev.muster.node.discovery.atomix;

import dev.muster.node.discovery.BoardedDiscovery;
import dev.muster.node.discovery.DiscoveryTimes;
import dev.muster.node.discovery.Frame;
import dev.muster.node.discovery.FrameCodec;
import dev.muster.node.discovery.Purpose;
import dev.muster.node.discovery.Self;
import dev.muster.node.discovery.ServerInfo;
import dev.muster.runtime.Connection;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.protocol.GroupMembershipEventListener;
import io.atomix.cluster.protocol.GroupMembershipProtocol;
import io.atomix.cluster.protocol.SwimMembershipProtocol;
import io.atomix.cluster.protocol.SwimMembershipProtocolConfig;
import io.atomix.utils.net.Address;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SWIM gossip by atomix-cluster, over this server's own connections ({@link SwimTransport}). Every server probes one other
 * per interval and passes on what it learns, so traffic does not grow with the square of the servers.
 *
 * <p>The library's events carry wrong details (facts/raft.md 2.4), so an event only means: read all members again. A
 * server's whole description travels as one property, since removing properties does not work there. The library owns two
 * threads; needs the {@code --add-opens} of facts/raft.md 2.2.
 */
public final class AtomixDiscovery extends BoardedDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(AtomixDiscovery.class);
    /**
     * Questions cost both ends four wake-ups each, which is most of what an idle server does. What a server has to say it tells
     * at once, and a silent one is suspected after the probe timeout, which is longer.
     */
    private static final int INTERVALS_PER_PROBE = 5;
    /**
     * The engine wakes for each, whether there is anything to pass on or not. It is about who is there only: reports do not wait
     * for gossip ({@link #tellReport}).
     */
    private static final int INTERVALS_PER_GOSSIP = 3;
    /** The engine tells of every change; this is for questions for reports that were not answered. */
    private static final int INTERVALS_PER_TICK = 5;

    private static final String DESCRIPTION = "muster";
    private static final int DESCRIPTIONS_KEPT = 100;

    private final GroupMembershipEventListener onEvent;
    private SwimTransport transport;
    private GroupMembershipProtocol protocol;
    private Member localMember;
    private SwimSeeds seeds;
    private final Map<String, ServerInfo> understood = new HashMap<>();

    public AtomixDiscovery(World world, DiscoveryTimes times) {
        super(world, times, "discovery");
        onEvent = event -> lane.execute(this::rereadAndSettle);
    }

    @Override
    protected void begin(Self told) throws IOException {
        try {
            join(told);
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new IOException(
                    "the SWIM engine needs the JVM options --add-opens"
                            + " java.base/java.util.concurrent.atomic=ALL-UNNAMED --add-opens"
                            + " java.base/java.util=ALL-UNNAMED; without them set muster.discovery=static",
                    e);
        }
    }

    private void join(Self told) {
        SocketAddress address = self.addresses().get(Purpose.DISCOVERY);
        transport = new SwimTransport(lane, this::send, clusterId, address, times.probeTimeout());
        // A suspect is dropped after the failure timeout; it counts as unreachable from the first suspicion.
        SwimMembershipProtocolConfig config = new SwimMembershipProtocolConfig()
                .setProbeInterval(Duration.ofMillis((long) INTERVALS_PER_PROBE * times.interval()))
                .setProbeTimeout(Duration.ofMillis(times.probeTimeout()))
                .setGossipInterval(Duration.ofMillis((long) INTERVALS_PER_GOSSIP * times.interval()))
                .setFailureTimeout(Duration.ofMillis(times.failureTimeout()));
        config.setRetainTombstones(false);
        protocol = SwimMembershipProtocol.TYPE.newProtocol(config);
        protocol.addListener(onEvent);
        localMember = Member.builder(MemberId.from(self.serverId()))
                .withAddress(Address.from(address.host(), address.port()))
                .build();
        describeSelf();
        seeds = new SwimSeeds(told.endpoints(), address, () -> protocol.getMembers());
        protocol.join(transport, seeds, localMember).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.error("the SWIM engine did not start; other servers will not be seen", failure);
            }
        });
    }

    @Override
    protected void meet(SocketAddress address) {
        seeds.add(address);
    }

    @Override
    protected int tickMillis() {
        return INTERVALS_PER_TICK * times.interval();
    }

    @Override
    protected void tick(long nowNanos, long pausedNanos) {
        reread();
    }

    @Override
    protected void selfChanged() {
        describeSelf();
        tellReport();
    }

    /** The engine shares this member's properties and notices at its next gossip that they changed. */
    private void describeSelf() {
        localMember
                .properties()
                .setProperty(DESCRIPTION, Base64.getEncoder().encodeToString(FrameCodec.encodeInfo(self)));
    }

    @Override
    protected void engineFrame(Connection connection, Frame frame) {
        if (frame instanceof Frame.Swim swim) {
            if (ours(connection, swim.clusterId())) {
                transport.received(connection, swim);
            }
        } else if (frame instanceof Frame.Answer answer) {
            transport.answered(answer);
        }
    }

    @Override
    protected void connectionLost(SocketAddress address) {
        if (transport != null) {
            transport.lost(address);
        }
    }

    @Override
    protected void end() {
        if (protocol != null) {
            protocol.removeListener(onEvent);
            protocol.leave(localMember);
            transport.close();
        }
    }

    private void rereadAndSettle() {
        reread();
        settle();
    }

    private void reread() {
        Set<String> present = new HashSet<>();
        for (Member member : protocol.getMembers()) {
            String serverId = member.id().id();
            if (serverId.equals(self.serverId())) {
                continue;
            }
            String description = member.properties().getProperty(DESCRIPTION);
            if (description == null) {
                continue;
            }
            try {
                ServerInfo info = understood(description);
                present.add(info.serverId());
                heardOf(info.withReachable(member.isReachable()));
            } catch (IOException | IllegalArgumentException e) {
                LOG.warn("server '{}' describes itself in a way not understood: {}", serverId, e.getMessage());
            }
        }
        servers().stream()
                .map(ServerInfo::serverId)
                .filter(serverId -> !present.contains(serverId) && !serverId.equals(self.serverId()))
                .forEach(this::unreachable);
    }

    /** Members are read again all the time, and seldom say anything new. */
    private ServerInfo understood(String description) throws IOException {
        ServerInfo known = understood.get(description);
        if (known == null) {
            if (understood.size() >= DESCRIPTIONS_KEPT) {
                understood.clear();
            }
            known = FrameCodec.decodeInfo(Base64.getDecoder().decode(description));
            understood.put(description, known);
        }
        return known;
    }
}
