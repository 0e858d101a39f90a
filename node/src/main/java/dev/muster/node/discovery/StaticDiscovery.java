package dev.muster.node.discovery;

import dev.muster.runtime.Connection;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Direct exchange: says hello to every known address each interval, and counts a server that was not heard for the failure
 * timeout as unreachable. Hellos carry the other addresses the sender knows, so one common acquaintance is enough.
 *
 * <p>Everything happens on one lane in an order that follows from what arrives: this is the simulator's discovery. Its
 * traffic grows with the square of the number of servers, which does not matter for a few dozen.
 */
public final class StaticDiscovery extends BoardedDiscovery {
    private static final Logger LOG = LoggerFactory.getLogger(StaticDiscovery.class);

    private final Set<SocketAddress> configured = new LinkedHashSet<>();
    private final Set<SocketAddress> endpoints = new LinkedHashSet<>();
    private final Map<String, Long> lastHeardNanos = new TreeMap<>();
    private final byte[][] hellos = new byte[2][];
    private long hellosOfChange = -1;
    private boolean namesakeSeen;

    public StaticDiscovery(World world, DiscoveryTimes times) {
        super(world, times, "discovery");
    }

    @Override
    protected void begin(Self told) {
        configured.addAll(told.endpoints());
        told.endpoints().forEach(this::learn);
    }

    @Override
    protected void meet(SocketAddress address) {
        learn(address);
    }

    @Override
    protected void tick(long nowNanos, long pausedNanos) {
        lastHeardNanos.replaceAll((serverId, heard) -> heard + pausedNanos);
        lastHeardNanos.forEach((serverId, heard) -> {
            if (nowNanos - heard > times.failureTimeout() * NANOS_PER_MILLI) {
                board.unreachable(serverId);
            }
        });
        sayHello();
    }

    @Override
    protected void selfChanged() {
        sayHello();
    }

    @Override
    protected void engineFrame(Connection connection, Frame frame) {
        if (!(frame instanceof Frame.Hello hello) || !ours(connection, hello.clusterId())) {
            return;
        }
        if (hello.self().serverId().equals(self.serverId())) {
            itself(hello.self());
            return;
        }
        if (!hello.reply()) {
            connection.send(hello(true));
        }
        lastHeardNanos.put(hello.self().serverId(), world.clock().monotonicNanos());
        ServerInfo before = board.server(hello.self().serverId());
        heardOf(hello.self());
        moved(before, board.server(hello.self().serverId()));
        hello.known().forEach(this::learn);
        settle();
    }

    @Override
    protected void end() {
        // Nothing runs besides the ticks.
    }

    private void sayHello() {
        for (SocketAddress endpoint : endpoints) {
            links.send(endpoint, hello(false));
        }
    }

    /** A frame of its own for every receiver; encoded once for as long as nothing becomes known. */
    private byte[] hello(boolean reply) {
        if (hellosOfChange != board.changes()) {
            List<SocketAddress> known = board.servers().stream()
                    .filter(server -> server.reachable() && server.addresses().containsKey(Purpose.DISCOVERY))
                    .map(server -> server.addresses().get(Purpose.DISCOVERY))
                    .toList();
            hellos[0] = FrameCodec.encode(new Frame.Hello(clusterId, false, self, known));
            hellos[1] = FrameCodec.encode(new Frame.Hello(clusterId, true, self, known));
            hellosOfChange = board.changes();
        }
        return hellos[reply ? 1 : 0].clone();
    }

    /** An address that a server gave up is not asked again, unless it was configured. */
    private void moved(ServerInfo before, ServerInfo now) {
        SocketAddress address = now.addresses().get(Purpose.DISCOVERY);
        SocketAddress old = before == null ? null : before.addresses().get(Purpose.DISCOVERY);
        if (old != null && !old.equals(address) && !configured.contains(old)) {
            endpoints.remove(old);
        }
        learn(address);
    }

    private void learn(SocketAddress address) {
        if (address != null && !address.equals(self.addresses().get(Purpose.DISCOVERY))) {
            endpoints.add(address);
        }
    }

    /** One of the addresses leads back here under another spelling; or somebody else has this server's name. */
    private void itself(ServerInfo claimed) {
        if (claimed.incarnation() != self.incarnation() && !namesakeSeen) {
            namesakeSeen = true;
            LOG.error(
                    "another server calls itself '{}' too, at {}; give each its own muster.server.name",
                    claimed.serverId(),
                    claimed.addresses().get(Purpose.DISCOVERY));
        }
    }
}
