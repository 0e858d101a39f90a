package dev.muster.runtime.faulty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.sim.Simulation;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultyWorldTest {
    private final Simulation simulation = new Simulation(5);

    @Test
    void aSkewedClockIsWrongForPeopleAndRightForDurations() {
        var real = simulation.server("a").world();
        FaultyWorld world = FaultyWorld.around(real);
        world.inject(new InjectedFaults(List.of(), DiskFault.NONE, -300_000));
        assertThat(world.world().clock().wallMillis()).isEqualTo(real.clock().wallMillis() - 300_000);
        long began = world.world().clock().monotonicNanos();
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(world.world().clock().monotonicNanos() - began).isEqualTo(1_000_000_000L);
        assertThat(world.inForce().isNone()).isFalse();

        world.inject(InjectedFaults.NONE);
        assertThat(world.world().clock().wallMillis()).isEqualTo(real.clock().wallMillis());
        assertThat(world.inForce().isNone()).isTrue();
    }
}
