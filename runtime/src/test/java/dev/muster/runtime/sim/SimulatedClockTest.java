package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.muster.runtime.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedClockTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final Simulation simulation = new Simulation(3);
    private final SimulatedServer a = simulation.server("a");
    private final SimulatedServer b = simulation.server("b");
    private final SimulatedClock clock = a.clock();

    @Test
    void wallClocksAreRightAndMonotonicOnesHaveNothingInCommon() {
        assertThat(clock.wallMillis()).isEqualTo(b.clock().wallMillis()).isEqualTo(1_767_225_600_000L);
        assertThat(Math.abs(clock.monotonicNanos() - b.clock().monotonicNanos()))
                .isGreaterThan(1_000_000);
    }

    @Test
    void aWrongWallClockIsWrongByExactlySoMuchAndTheMonotonicOneGoesOn() {
        long before = clock.monotonicNanos();
        clock.setWallErrorMillis(-3_600_000);
        clock.setWallErrorMillis(-7_200_000);
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(clock.wallMillis() - b.clock().wallMillis()).isEqualTo(-7_200_000);
        assertThat(clock.monotonicNanos() - before).isEqualTo(1_000_000_000);
    }

    @Test
    void theWallClockJumpsForwardAndBackAndTheMonotonicOneDoesNot() {
        long wall = clock.wallMillis();
        long monotonic = clock.monotonicNanos();
        clock.jumpWall(Duration.ofMinutes(5));
        assertThat(clock.wallMillis() - wall).isEqualTo(300_000);
        clock.jumpWall(Duration.ofMinutes(-7));
        assertThat(clock.wallMillis() - wall).isEqualTo(-120_000);
        assertThat(clock.monotonicNanos()).isEqualTo(monotonic);
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, -50_000, 1, -1, 500_000, -500_000})
    void clocksThatDriftAreWrongByTheirRateOfTheTimeThatPassed(int ppm) {
        long wall = clock.wallMillis();
        long monotonic = clock.monotonicNanos();
        clock.setDriftPpm(ppm);
        simulation.runFor(Duration.ofHours(10));
        long expected = Duration.ofHours(10).toNanos() + Duration.ofHours(10).toNanos() / 1_000_000 * ppm;
        assertThat(clock.monotonicNanos() - monotonic).isEqualTo(expected);
        assertThat(clock.wallMillis() - wall).isEqualTo(expected / 1_000_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {50_001, -50_001, 333_333, -499_999, 7})
    void aDriftingMonotonicClockNeverGoesBackNorJumps(int ppm) {
        long last = clock.monotonicNanos();
        for (int change = 0; change < 50; change++) {
            clock.setDriftPpm(change % 2 == 0 ? ppm : -ppm);
            for (int step = 0; step < 50; step++) {
                simulation.runFor(Duration.ofNanos(step * 7 + 1));
                long now = clock.monotonicNanos();
                assertThat(now - last).isBetween(0L, 2L * (step * 7 + 1));
                last = now;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {50_000, -50_000, 123_457, -498_765})
    void timersRunByTheClockOfTheirServer(int ppm) {
        clock.setDriftPpm(ppm);
        Lane lane = a.world().scheduler().newLane("timers");
        long start = clock.monotonicNanos();
        List<Long> passed = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            lane.schedule(i * 10_000_019L, () -> passed.add(clock.monotonicNanos() - start));
        }
        simulation.runFor(Duration.ofSeconds(10));
        assertThat(passed).hasSize(100);
        for (int i = 1; i <= 100; i++) {
            assertThat(passed.get(i - 1)).isBetween(i * 10_000_019L, i * 10_000_019L + 3_000_000);
        }
    }

    @Test
    void timersThatAreSetAlreadyFollowAChangeOfTheRate() {
        Lane lane = a.world().scheduler().newLane("timers");
        Lane other = b.world().scheduler().newLane("timers");
        List<String> ran = new ArrayList<>();
        lane.schedule(HOUR.toNanos(), () -> ran.add("a after " + minutes()));
        lane.schedule(2 * HOUR.toNanos(), () -> ran.add("a after " + minutes()));
        other.schedule(HOUR.toNanos(), () -> ran.add("b after " + minutes()));
        simulation.runFor(HOUR.dividedBy(2));
        clock.setDriftPpm(500_000); // the other half hour passes in 20 minutes
        simulation.runFor(Duration.ofMinutes(40));
        clock.setDriftPpm(-500_000); // and 30 of the last 60 minutes are over: 30 are left, and take 60
        simulation.runFor(HOUR.multipliedBy(2));
        assertThat(ran).containsExactly("a after 50", "b after 60", "a after 130");
    }

    private long minutes() {
        return Duration.ofNanos(simulation.nowNanos()).toMinutes();
    }

    @Test
    void aHealedClockIsRightAgain() {
        clock.setDriftPpm(-50_000);
        clock.jumpWall(HOUR);
        simulation.runFor(HOUR);
        clock.heal();
        simulation.runFor(HOUR);
        assertThat(clock.wallMillis()).isCloseTo(b.clock().wallMillis(), within(1L));
    }

    @Test
    void aRateFarFromTheTruthIsADefectOfTheCaller() {
        assertThatThrownBy(() -> clock.setDriftPpm(500_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("drift of 500001 ppm; at most 500000 are possible");
    }
}
