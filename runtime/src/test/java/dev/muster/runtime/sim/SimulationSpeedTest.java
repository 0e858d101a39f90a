package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.muster.runtime.Connection;
import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import dev.muster.runtime.World;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an event costs. Hundreds of hours are simulated, so the way of every event has to stay short. */
class SimulationSpeedTest {
    private static final long TICK_NANOS = 1_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void anEventTakesLittleMemory() {
        busyServers().runFor(Duration.ofSeconds(2)); // so that what is measured is compiled
        Simulation simulation = busyServers();
        long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        long nanos = THREADS.getCurrentThreadCpuTime();
        simulation.runFor(Duration.ofSeconds(10));
        nanos = THREADS.getCurrentThreadCpuTime() - nanos;
        bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
        System.out.printf(
                "%d events of 10 s: %.0f events per CPU second, %d bytes per event%n",
                simulation.events(), simulation.events() / (nanos / 1e9), bytes / simulation.events());
        assertThat(simulation.events()).isGreaterThan(500_000);
        assertThat(bytes / simulation.events()).isLessThan(250);
    }

    /** Five servers that send each other a frame each tick, with a timer that is put off by every frame. */
    private static Simulation busyServers() {
        Simulation simulation = new Simulation(1);
        List<String> names = List.of("a", "b", "c", "d", "e");
        for (String name : names) {
            World world = simulation.server(name).world();
            Lane lane = world.scheduler().newLane("work");
            Listening listening = new Listening(lane);
            world.network().listen(new SocketAddress(name, 7000), connection -> listening);
            for (String other : names) {
                lane.schedule(
                        TICK_NANOS,
                        () -> world.network()
                                .connect(new SocketAddress(other, 7000), listening, 1_000)
                                .thenAccept(connection -> beat(lane, connection)));
            }
        }
        return simulation;
    }

    private static void beat(Lane lane, Connection connection) {
        connection.send(new byte[100]);
        lane.schedule(TICK_NANOS, () -> beat(lane, connection));
    }

    private static final class Listening implements Connection.FrameHandler {
        private final Lane lane;
        private Lane.Timer patience;

        Listening(Lane lane) {
            this.lane = lane;
        }

        @Override
        public void received(Connection connection, byte[] frame) {
            lane.execute(() -> {
                if (patience != null) {
                    patience.cancel();
                }
                patience = lane.schedule(1_000 * TICK_NANOS, () -> {});
            });
        }

        @Override
        public void closed(Connection connection, Throwable cause) {}
    }
}
