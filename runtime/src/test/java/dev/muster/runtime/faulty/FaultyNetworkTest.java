package dev.muster.runtime.faulty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Connection;
import dev.muster.runtime.Network;
import dev.muster.runtime.NetworkContract;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.sim.Simulation;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A sound network passes through; one that is broken breaks as TCP does, on virtual time. */
class FaultyNetworkTest extends NetworkContract {
    private static final SocketAddress THERE = new SocketAddress("a", 6000);
    private static final SocketAddress ELSEWHERE = new SocketAddress("a", 6001);

    private final Simulation simulation = new Simulation(11);
    private final FaultyWorld a = FaultyWorld.around(simulation.server("a").world());
    private final FaultyWorld b = FaultyWorld.around(simulation.server("b").world());
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

    private Connection connection() {
        get(server().listen(new SocketAddress("0.0.0.0", THERE.port()), connection -> accepted));
        return get(client().connect(THERE, connected, TIMEOUT_MILLIS));
    }

    private void breakLink(WayFault send, WayFault receive) {
        b.inject(new InjectedFaults(List.of(new LinkFault("a", List.of(THERE), send, receive)), DiskFault.NONE, 0));
    }

    @Test
    void onACutWayFramesWaitAndArriveInOrderWhenItHealsInTime() {
        Connection connection = connection();
        breakLink(WayFault.NONE.withCut(), WayFault.NONE);
        connection.send(new byte[] {1});
        connection.send(new byte[] {2});
        simulation.runFor(Duration.ofSeconds(9));
        assertThat(accepted.frames).isEmpty();
        assertThat(connection.pendingBytes()).isEqualTo(2);

        b.inject(InjectedFaults.NONE);
        connection.send(new byte[] {3});
        await(() -> accepted.frames.size() == 3);
        assertThat(accepted.frames).containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {3});
        assertThat(connection.pendingBytes()).isZero();
        assertThat(accepted.closed).isEmpty();
    }

    @Test
    void theOtherWayOfALinkThatIsCutOneWayIsOpen() {
        Connection connection = connection();
        breakLink(WayFault.NONE, WayFault.NONE.withCut());
        connection.send(new byte[] {1});
        await(() -> accepted.frames.size() == 1);
        assertThat(connected.frames).isEmpty();
    }

    @Test
    void aConnectionOverACutWayBreaksWhenWhatWasSentIsNotTakenForTooLong() {
        Connection connection = connection();
        breakLink(WayFault.NONE.withCut(), WayFault.NONE.withCut());
        simulation.runFor(Duration.ofSeconds(60));
        assertThat(connected.closed).as("an idle one stays").isEmpty();

        connection.send(new byte[] {1});
        simulation.runFor(Duration.ofMillis(FaultyWay.SILENCE_MILLIS + 1_000));
        assertThat(connected.closed).containsExactly("broken");
        assertThat(accepted.frames).isEmpty();
        await(() -> !accepted.closed.isEmpty());
    }

    @Test
    void closingOverACutWayEndsThisSideOnlyUntilItHeals() {
        Connection connection = connection();
        breakLink(WayFault.NONE.withCut(), WayFault.NONE.withCut());
        connection.close();
        await(() -> !connected.closed.isEmpty());
        simulation.runFor(Duration.ofSeconds(2));
        assertThat(connected.closed).containsExactly("closed");
        assertThat(accepted.closed).isEmpty();

        b.inject(InjectedFaults.NONE);
        await(() -> !accepted.closed.isEmpty());
        assertThat(connected.closed).as("told once").containsExactly("closed");
    }

    @Test
    void nobodyAnswersBeyondACutWay() {
        connection();
        breakLink(WayFault.NONE, WayFault.NONE.withCut());
        long began = simulation.nowNanos();
        assertThatThrownBy(() -> get(client().connect(THERE, connected, 700)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("cannot connect to a:6000: no answer within 700 ms");
        assertThat(Duration.ofNanos(simulation.nowNanos() - began))
                .isBetween(Duration.ofMillis(700), Duration.ofMillis(701));
    }

    @Test
    void addressesThatAreNotNamedAreNotTouched() {
        breakLink(WayFault.NONE.withCut(), WayFault.NONE.withCut());
        get(server().listen(ELSEWHERE, connection -> accepted));
        Connection connection = get(client().connect(ELSEWHERE, connected, TIMEOUT_MILLIS));
        connection.send(new byte[] {1});
        await(() -> accepted.frames.size() == 1);
    }

    @Test
    void delayedFramesTakeLongerAndStayInOrder() {
        Connection connection = connection();
        breakLink(WayFault.NONE.withDelay(100, 50), WayFault.NONE);
        long began = simulation.nowNanos();
        for (byte i = 0; i < 20; i++) {
            connection.send(new byte[] {i});
        }
        await(() -> accepted.frames.size() == 20);
        assertThat(Duration.ofNanos(simulation.nowNanos() - began))
                .isBetween(Duration.ofMillis(100), Duration.ofMillis(152));
        for (byte i = 0; i < 20; i++) {
            assertThat(accepted.frames.get(i)).containsExactly(i);
        }
    }

    @Test
    void whatWasSentBeforeADelayedCloseStillArrives() {
        Connection connection = connection();
        breakLink(WayFault.NONE.withDelay(100, 0), WayFault.NONE);
        connection.send(new byte[] {1});
        connection.close();
        await(() -> !accepted.closed.isEmpty());
        assertThat(accepted.frames).hasSize(1);
    }

    @Test
    void aLostFrameBreaksItsConnection() {
        Connection connection = connection();
        breakLink(WayFault.NONE.withLoss(1), WayFault.NONE);
        connection.send(new byte[] {1});
        await(() -> !connected.closed.isEmpty() && !accepted.closed.isEmpty());
        assertThat(connected.closed).containsExactly("broken");
        assertThat(accepted.frames).isEmpty();
    }
}
