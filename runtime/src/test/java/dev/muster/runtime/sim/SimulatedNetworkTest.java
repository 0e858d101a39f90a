package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.NetworkContract;
import dev.muster.runtime.SocketAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SimulatedNetworkTest extends NetworkContract {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Simulation simulation = new Simulation(11);
    private final SimulatedServer a = simulation.server("a");
    private final SimulatedServer b = simulation.server("b");
    private final Side accepted = new Side();
    private final Side connected = new Side();

    @Override
    protected Network server() {
        return a.world().network();
    }

    @Override
    protected Network client() {
        return b.world().network();
    }

    @Override
    protected SocketAddress anyPort() {
        return new SocketAddress("a", 0);
    }

    @Override
    protected void await(BooleanSupplier condition) {
        simulation.runUntil(condition, Duration.ofMinutes(1));
    }

    /** A connection from b to a. */
    private Connection connection() {
        Network.Listener listener = get(server().listen(new SocketAddress("0.0.0.0", 6000), connection -> accepted));
        assertThat(listener.local().port()).isEqualTo(6000);
        return get(client().connect(new SocketAddress("a", 6000), connected, TIMEOUT_MILLIS));
    }

    @Test
    void anUnknownHostIsNamed() {
        assertThatThrownBy(() -> get(client().connect(new SocketAddress("zz", 1), connected, TIMEOUT_MILLIS)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot connect to zz:1: unknown host zz");
    }

    @Test
    void aCutLinkHoldsFramesUntilItHeals() {
        Connection connection = connection();
        simulation.network().cut("a", "b");
        connection.send(new byte[] {1});
        connection.send(new byte[] {2});
        simulation.runFor(Duration.ofMillis(900));
        assertThat(accepted.frames).isEmpty();
        assertThat(connection.pendingBytes()).isEqualTo(2);
        simulation.network().heal("a", "b");
        connection.send(new byte[] {3});
        await(() -> accepted.frames.size() == 3);
        assertThat(accepted.frames).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
    }

    @Test
    void aLinkThatStaysCutBreaksTheConnectionOnBothSides() {
        Connection connection = connection();
        simulation.network().cut("a", "b");
        connection.send(new byte[] {1});
        simulation.runFor(LONG);
        assertThat(accepted.frames).isEmpty();
        assertThat(accepted.closed).containsExactly("broken");
        assertThat(connected.closed).containsExactly("broken");
    }

    @Test
    void aLinkCutOneWayStillCarriesTheOther() {
        Network.Listener listener = get(server().listen(anyPort(), connection -> {
            connection.send(new byte[] {9});
            return accepted;
        }));
        Connection connection = get(client().connect(listener.local(), connected, TIMEOUT_MILLIS));
        simulation.network().cutOneWay("b", "a");
        connection.send(new byte[] {1});
        simulation.runFor(Duration.ofMillis(900));
        assertThat(connected.frames).hasSize(1);
        assertThat(accepted.frames).isEmpty();
    }

    @Test
    void connectingOverACutLinkTimesOut() {
        get(server().listen(new SocketAddress("a", 6000), connection -> accepted));
        simulation.network().cutOneWay("a", "b");
        assertThatThrownBy(() -> get(client().connect(new SocketAddress("a", 6000), connected, 300)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot connect to a:6000: no answer within 300 ms");
        assertThat(connected.closed).isEmpty();
    }

    @Test
    void aLostFrameBreaksItsConnection() {
        Connection connection = connection();
        simulation.network().setLoss(1);
        connection.send(new byte[] {1});
        simulation.runFor(LONG);
        assertThat(accepted.frames).isEmpty();
        assertThat(accepted.closed).containsExactly("broken");
        assertThat(connected.closed).containsExactly("broken");
    }

    @Test
    void latencyIsKept() {
        Connection connection = connection();
        simulation.network().setLatency(Duration.ofMillis(40), Duration.ofMillis(60));
        long start = simulation.nowNanos();
        connection.send(new byte[] {1});
        await(() -> accepted.frames.size() == 1);
        assertThat(simulation.nowNanos() - start).isBetween(40_000_000L, 60_000_000L);
    }

    @Test
    void peersOfAKilledServerHearItAtOnceAndAreRefusedThen() {
        connection();
        a.kill();
        simulation.runFor(Duration.ofMillis(10));
        assertThat(connected.closed).containsExactly("broken");
        assertThat(accepted.closed).as("a dead process hears nothing").isEmpty();
        assertThatThrownBy(() -> get(client().connect(new SocketAddress("a", 6000), connected, TIMEOUT_MILLIS)))
                .hasMessage("cannot connect to a:6000: connection refused");
    }

    @Test
    void peersOfAServerWithoutPowerHearItLateAndGetNoAnswer() {
        connection();
        a.crash();
        simulation.runFor(Duration.ofMillis(500));
        assertThat(connected.closed).isEmpty();
        assertThatThrownBy(() -> get(client().connect(new SocketAddress("a", 6000), new Side(), 300)))
                .hasMessage("cannot connect to a:6000: no answer within 300 ms");
        simulation.runFor(LONG);
        assertThat(connected.closed).containsExactly("broken");
    }

    @Test
    void aRestartedServerListensAnewAndItsOldConnectionsAreReset() {
        connection();
        a.crash();
        a.restart();
        simulation.runFor(Duration.ofMillis(10));
        assertThat(connected.closed).containsExactly("broken");
        connected.closed.clear();
        Connection again = connection();
        again.send(new byte[] {5});
        await(() -> accepted.frames.size() == 1);
    }

    @Test
    void aPausedServerAnswersWhenItGoesOn() {
        Connection connection = connection();
        a.pause();
        connection.send(new byte[] {1});
        simulation.runFor(LONG);
        assertThat(accepted.frames).isEmpty();
        a.resume();
        await(() -> accepted.frames.size() == 1);
        assertThat(connected.closed).isEmpty();
    }
}
