package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Connection;
import dev.muster.runtime.NetworkContract.Side;
import dev.muster.runtime.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SimulatedNetworkFaultsTest {
    private static final Duration A_WHILE = Duration.ofMillis(900); // less than TCP's patience with a silent peer
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int SEEDS = 400;

    private Simulation simulation = new Simulation(11);

    /** A connection between two servers, and what each side has heard. */
    private final class Wire {
        final Side client = new Side();
        final Side server = new Side();
        final Connection connection;
        Connection back;

        Wire(String from, String to) {
            SimulatedServer target = simulation.server(to);
            CompletableFuture<dev.muster.runtime.Network.Listener> listening = target.world()
                    .network()
                    .listen(new SocketAddress(to, 0), accepted -> {
                        back = accepted;
                        return server;
                    })
                    .toCompletableFuture();
            SocketAddress address = simulation.join(listening, LONG).local();
            connection =
                    simulation.join(simulation.server(from).world().network().connect(address, client, 5_000), LONG);
        }

        /** Whether a frame gets there within a while. */
        boolean carries() {
            int before = server.frames.size();
            connection.send(new byte[] {1});
            simulation.runFor(A_WHILE);
            return server.frames.size() > before;
        }
    }

    @Test
    void aPartitionCutsTheSidesFromEachOtherAndNotWithin() {
        Wire within = new Wire("a", "b");
        Wire across = new Wire("a", "c");
        Wire back = new Wire("c", "b");
        simulation.network().partition(List.of("a", "b"), List.of("c"));
        assertThat(within.carries()).as("a->b").isTrue();
        assertThat(across.carries()).as("a->c").isFalse();
        assertThat(back.carries()).as("c->b").isFalse();
        simulation.network().healAll();
        assertThat(new Wire("a", "c").carries()).as("a->c once healed").isTrue();
    }

    @Test
    void anIsolatedServerReachesItselfOnlyAndSoItIsWithServersMadeLater() {
        Wire own = new Wire("a", "a");
        Wire there = new Wire("a", "b");
        Wire elsewhere = new Wire("b", "c");
        simulation.network().isolate("a");
        assertThat(own.carries()).as("a->a").isTrue();
        assertThat(there.carries()).as("a->b").isFalse();
        assertThat(elsewhere.carries()).as("b->c").isTrue();
        assertThat(simulation.network().link("a", "late").isCut()).isTrue();
        simulation.network().heal("a", "b");
        assertThat(simulation.network().link("a", "b").isCut())
                .as("healing one link does not end the isolation")
                .isTrue();
        simulation.network().cutOneWay("b", "c");
        simulation.network().cutOneWay("c", "a");
        simulation.network().heal("a");
        assertThat(new Wire("a", "b").carries()).as("a->b once healed").isTrue();
        assertThat(new Wire("c", "a").carries()).as("c->a once healed").isTrue();
        assertThat(simulation.network().link("b", "c").isCut())
                .as("others' links stay cut")
                .isTrue();
    }

    @Test
    void aLinkMayBeSlowerThanTheOthersOneWay() {
        Wire wire = new Wire("a", "b");
        simulation.network().setLatency("a", "b", Latency.between(Duration.ofMillis(100), Duration.ofMillis(100)));
        assertThat(arrival(wire.connection, wire.server)).isEqualTo(100_000_000);
        assertThat(arrival(wire.back, wire.client)).isLessThan(500_001);
        simulation.network().resetTimes();
        assertThat(arrival(wire.connection, wire.server)).isLessThan(500_001);
    }

    private long arrival(Connection connection, Side side) {
        int before = side.frames.size();
        long sent = simulation.nowNanos();
        connection.send(new byte[1]);
        simulation.runUntil(() -> side.frames.size() > before, LONG);
        return simulation.nowNanos() - sent;
    }

    @Test
    void rareFramesAreVeryLateAndThoseBehindThemWait() {
        Wire wire = new Wire("a", "b");
        simulation
                .network()
                .setLatency(Latency.between(Duration.ofNanos(100), Duration.ofNanos(200))
                        .withTail(0.1, Duration.ofSeconds(2), Duration.ofSeconds(3)));
        int late = 0;
        for (int i = 0; i < 1_000; i++) {
            long nanos = arrival(wire.connection, wire.server);
            assertThat(nanos > 200).isEqualTo(nanos >= 2_000_000_000L);
            late += nanos > 200 ? 1 : 0;
        }
        assertThat(late).isBetween(60, 140);
        wire.server.frames.clear();
        for (byte i = 0; i < 100; i++) {
            wire.connection.send(new byte[] {i});
        }
        simulation.runFor(LONG);
        for (byte i = 0; i < 100; i++) {
            assertThat(wire.server.frames.get(i)).containsExactly(i);
        }
    }

    @Test
    void aLinkMayLoseWhatOthersDoNot() {
        Wire lossy = new Wire("a", "b");
        Wire good = new Wire("a", "c");
        simulation.network().setLoss("a", "b", 1);
        assertThat(lossy.carries()).isFalse();
        assertThat(good.carries()).isTrue();
        simulation.runFor(LONG);
        assertThat(lossy.client.closed).containsExactly("broken");
        simulation.network().setLoss(1);
        simulation.network().setLoss("a", "b", 0);
        assertThat(new Wire("a", "b").carries())
                .as("its own chance goes before the general one")
                .isTrue();
        simulation.network().setLoss("a", "b", -1);
        CompletableFuture<Connection> lost = simulation
                .server("a")
                .world()
                .network()
                .connect(new SocketAddress("b", 40_000), new Side(), 500)
                .toCompletableFuture();
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(lost).as("what is lost may be the attempt to connect").isCompletedExceptionally();
    }

    @Test
    void whoSeesABreakDoesNotKnowWhatArrived() {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            simulation = new Simulation(seed);
            Wire wire = new Wire("a", "b");
            simulation.network().setLatency(Duration.ZERO, Duration.ofMillis(5));
            wire.connection.send(new byte[] {1});
            simulation.runFor(Duration.ofNanos(simulation.random().between(0, 3_000_000)));
            wire.connection.send(new byte[] {2});
            simulation.network().breakConnections("a", "b");
            wire.connection.send(new byte[] {3});
            wire.back.send(new byte[] {4});
            simulation.runFor(LONG);
            assertThat(wire.client.frames).as("what was sent after the break").isEmpty();
            assertThat(wire.client.closed).containsExactly("broken");
            assertThat(wire.server.closed).containsExactly("broken");
            StringBuilder arrived = new StringBuilder();
            wire.server.frames.forEach(frame -> arrived.append(frame[0]));
            outcomes.add(arrived.toString());
        }
        assertThat(outcomes).containsExactly("", "1", "12");
    }

    @Test
    void framesOfAnOldConnectionMayArriveAfterThoseOfTheNext() {
        Set<String> outcomes = new TreeSet<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            simulation = new Simulation(seed);
            outcomes.add(arrivalsOverAReconnect());
        }
        assertThat(outcomes).containsExactly("new", "new old", "old new");
    }

    /** Sends "old", sees the break, connects again and sends "new". */
    private String arrivalsOverAReconnect() {
        List<String> arrived = new ArrayList<>();
        simulation.server("b").world().network().listen(new SocketAddress("b", 7000), accepted -> new Side() {
            @Override
            public void received(Connection connection, byte[] frame) {
                arrived.add(new String(frame));
            }
        });
        simulation.runFor(Duration.ofMillis(1));
        SocketAddress address = new SocketAddress("b", 7000);
        var network = simulation.server("a").world().network();
        Connection first = simulation.join(
                network.connect(
                        address,
                        new Side() {
                            @Override
                            public void closed(Connection connection, Throwable cause) {
                                network.connect(address, new Side(), 5_000)
                                        .thenAccept(second -> second.send("new".getBytes()));
                            }
                        },
                        5_000),
                LONG);
        simulation
                .network()
                .setLatency(Latency.between(Duration.ZERO, Duration.ofMillis(1))
                        .withTail(0.3, Duration.ofMillis(10), Duration.ofMillis(100)));
        first.send("old".getBytes());
        simulation.network().breakConnections("a", "b");
        simulation.runFor(LONG);
        return String.join(" ", arrived);
    }

    @Test
    void aSideThatDoesNotKnowOfTheBreakYetHearsItWhenItSpeaks() {
        simulation.network().setLatency(Duration.ofMillis(1), Duration.ofMillis(1));
        Wire wire = new Wire("a", "b");
        // Made one-sided by hand: a hears of a break at once, b would not for long.
        SimulatedConnection near = (SimulatedConnection) wire.connection;
        near.breakAfter(0, new java.io.IOException("one side only"));
        simulation.runFor(Duration.ofMillis(1));
        assertThat(wire.client.closed).containsExactly("broken");
        assertThat(wire.server.closed).isEmpty();
        wire.back.send(new byte[1]);
        simulation.runFor(Duration.ofMillis(2));
        assertThat(wire.client.frames).isEmpty();
        assertThat(wire.server.closed).containsExactly("broken");
    }

    @Test
    void eachSideHearsOfABreakInItsOwnTime() {
        simulation.network().setBreakTime(Latency.between(Duration.ofMillis(1), Duration.ofSeconds(1)));
        Wire wire = new Wire("a", "b");
        simulation.network().breakConnections("b", "a");
        simulation.runUntil(() -> wire.client.closed.size() + wire.server.closed.size() == 1, LONG);
        simulation.runUntil(() -> wire.client.closed.size() + wire.server.closed.size() == 2, LONG);
        assertThat(wire.carries()).isFalse();
    }

    @Test
    void aHandlerThatRefusesAndAClosedNetworkEndConnections() {
        var b = simulation.server("b").world().network();
        simulation.join(b.listen(new SocketAddress("b", 1), accepted -> null), LONG);
        Side refused = new Side();
        var a = simulation.server("a").world().network();
        simulation.join(a.connect(new SocketAddress("b", 1), refused, 1_000), LONG);
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(refused.closed).containsExactly("closed");
        a.close();
        assertThat(a.connect(new SocketAddress("b", 1), new Side(), 1_000).toCompletableFuture())
                .isCompletedExceptionally();
        CompletableFuture<?> late =
                a.listen(new SocketAddress("a", 1), accepted -> null).toCompletableFuture();
        CompletableFuture<?> elsewhere =
                b.listen(new SocketAddress("a", 1), accepted -> null).toCompletableFuture();
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(late).isCompletedExceptionally();
        assertThat(elsewhere).isCompletedExceptionally();
    }
}
