package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import dev.muster.runtime.LaneContract;
import dev.muster.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedLaneTest extends LaneContract {
    private final Simulation simulation = new Simulation(7);
    private final SimulatedServer server = simulation.server("a");

    @BeforeEach
    void collectFailures() {
        simulation.onLaneFailure((lane, failure) -> failures.add(failure));
    }

    @Override
    protected Scheduler scheduler() {
        return server.world().scheduler();
    }

    @Override
    protected void await(BooleanSupplier condition) {
        simulation.runUntil(condition, Duration.ofMinutes(1));
    }

    @Test
    void aTimerRunsAtItsVirtualTimeWithoutWaiting() {
        Lane lane = scheduler().newLane("timer");
        Clock clock = server.world().clock();
        long start = clock.monotonicNanos();
        List<Long> ranAfter = new ArrayList<>();
        lane.schedule(TimeUnit.HOURS.toNanos(3), () -> ranAfter.add(clock.monotonicNanos() - start));
        simulation.runFor(Duration.ofHours(4));
        assertThat(ranAfter)
                .singleElement()
                .satisfies(nanos ->
                        assertThat(nanos).isBetween(TimeUnit.HOURS.toNanos(3), TimeUnit.HOURS.toNanos(3) + 1_000_000));
    }

    @Test
    void aTurnThatSyncsTheDiskKeepsItsLaneBusyAndNoOther() {
        server.disk().setSyncTime(Duration.ofMillis(20), Duration.ofMillis(20));
        Lane log = scheduler().newLane("log");
        Lane other = scheduler().newLane("other");
        Clock clock = server.world().clock();
        long start = clock.monotonicNanos();
        List<String> seen = new ArrayList<>();
        log.execute(() -> {
            sync();
            seen.add("synced after " + millisSince(start));
        });
        log.schedule(TimeUnit.MILLISECONDS.toNanos(5), () -> seen.add("log free after " + millisSince(start)));
        other.schedule(TimeUnit.MILLISECONDS.toNanos(5), () -> seen.add("other free after " + millisSince(start)));
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("synced after 20", "other free after 5", "log free after 20");
    }

    private long millisSince(long start) {
        return TimeUnit.NANOSECONDS.toMillis(server.world().clock().monotonicNanos() - start);
    }

    private void sync() {
        try {
            server.disk().syncDirectory(server.directory());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
