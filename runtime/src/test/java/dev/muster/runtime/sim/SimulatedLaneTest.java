package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import dev.muster.runtime.LaneContract;
import dev.muster.runtime.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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

    @Test
    void aTaskThatComesBeforeAPostedTurnIsNotHeldBackByIt() {
        server.disk().setSyncTime(Duration.ofMillis(20), Duration.ofMillis(20));
        Lane log = scheduler().newLane("log");
        Lane group = scheduler().newLane("group");
        long start = server.world().clock().monotonicNanos();
        List<String> seen = new ArrayList<>();
        log.execute(() -> {
            sync();
            group.execute(() -> seen.add("the log's answer after " + millisSince(start)));
        });
        group.schedule(TimeUnit.MILLISECONDS.toNanos(5), () -> seen.add("a message after " + millisSince(start)));
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("a message after 5", "the log's answer after 20");
    }

    @Test
    void ofTasksGivenAtDifferentTimesTheEarlierRunFirstEvenInOneTurn() {
        server.disk().setSyncTime(Duration.ofMillis(20), Duration.ofMillis(20));
        Lane log = scheduler().newLane("log");
        Lane group = scheduler().newLane("group");
        List<String> seen = new ArrayList<>();
        log.execute(() -> {
            sync();
            for (int i = 1; i <= 20; i++) {
                String answer = "answer " + i;
                group.execute(() -> seen.add(answer));
            }
        });
        // Keeps the group's lane busy until both have come.
        group.schedule(TimeUnit.MILLISECONDS.toNanos(1), () -> {
            sync();
            sync();
        });
        for (int millis = 9; millis > 4; millis--) {
            String message = "message after " + millis;
            group.schedule(TimeUnit.MILLISECONDS.toNanos(millis), () -> seen.add(message));
        }
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(seen.subList(0, 6))
                .containsExactly(
                        "message after 5",
                        "message after 6",
                        "message after 7",
                        "message after 8",
                        "message after 9",
                        "answer 1");
        assertThat(seen).hasSize(25).endsWith("answer 19", "answer 20");
    }

    @Test
    void twoLanesWokenTogetherRunInEitherOrder() {
        Set<String> orders = new TreeSet<>();
        for (int seed = 0; seed < 50; seed++) {
            Simulation other = new Simulation(seed);
            Scheduler lanes = other.server("a").world().scheduler();
            StringBuilder order = new StringBuilder();
            lanes.newLane("one").execute(() -> order.append(1));
            lanes.newLane("two").execute(() -> order.append(2));
            other.runFor(Duration.ofSeconds(1));
            orders.add(order.toString());
        }
        assertThat(orders).containsExactly("12", "21");
    }

    @Test
    void aSchedulerThatIsClosedMakesNoLanes() {
        scheduler().close();
        assertThatThrownBy(() -> scheduler().newLane("late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("scheduler a is closed; no lane late");
    }

    @Test
    void nothingIsNoTask() {
        Lane lane = scheduler().newLane("lane");
        assertThat(lane).hasToString("a/lane");
        assertThatThrownBy(() -> lane.execute(null)).hasMessage("null task for lane a/lane");
        assertThatThrownBy(() -> lane.schedule(-1, () -> {})).hasMessageContaining("timer of lane a/lane");
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
