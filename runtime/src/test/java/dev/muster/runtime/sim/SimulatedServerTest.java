package dev.muster.runtime.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Disk;
import dev.muster.runtime.DiskFile;
import dev.muster.runtime.Lane;
import dev.muster.runtime.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SimulatedServerTest {
    private static final Path FILE = SimulatedDisk.ROOT.resolve("a");

    private Simulation simulation = new Simulation(1);
    private SimulatedServer server = simulation.server("s");
    private final List<String> seen = new ArrayList<>();

    /** Writes five bytes, one at a time, unsynced, and tells how that went. */
    private void writeOnLane() {
        World world = server.world();
        Lane lane = world.scheduler().newLane("work");
        lane.execute(() -> {
            try (DiskFile file = world.disk().open(FILE, Disk.Open.CREATE)) {
                world.disk().syncDirectory(SimulatedDisk.ROOT);
                for (int i = 0; i < 5; i++) {
                    file.write(ByteBuffer.wrap(new byte[] {'x'}), i);
                }
                seen.add("done");
            } catch (IOException e) {
                seen.add(e.getMessage());
                try {
                    world.disk().delete(FILE);
                } catch (IOException zombie) {
                    seen.add(zombie.getMessage());
                }
            }
        });
        lane.execute(() -> seen.add("the next task"));
        simulation.runFor(Duration.ofSeconds(1));
    }

    @Test
    void aPowerCutInTheMiddleOfATurnEndsWhatTheProcessCanDo() throws IOException {
        Set<Integer> sizes = new TreeSet<>();
        for (int seed = 0; seed < 100; seed++) {
            simulation = new Simulation(seed);
            server = simulation.server("s");
            seen.clear();
            server.crashAfterDiskChanges(2 + 3); // the file's name, the sync, three bytes
            writeOnLane();
            assertThat(seen).containsExactly("the power is off", "process of s has ended");
            assertThat(server.isUp()).isFalse();
            sizes.add(server.disk().readAll(FILE).length);
        }
        assertThat(sizes).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aProcessKilledInTheMiddleOfATurnLeavesAllItWroteBefore() throws IOException {
        server.killAfterDiskChanges(2 + 3);
        writeOnLane();
        assertThat(seen).containsExactly("the power is off", "process of s has ended");
        assertThat(server.disk().readAll(FILE)).containsExactly('x', 'x', 'x');
        server.restart();
        seen.clear();
        writeOnLane();
        assertThat(seen).as("the next life").containsExactly("done", "the next task");
    }

    @Test
    void aCrashThatWasPlannedIsForgottenWhenTheServerGoesDownBefore() {
        server.crashAfterDiskChanges(3);
        server.kill();
        server.restart();
        writeOnLane();
        assertThat(seen).containsExactly("done", "the next task");
    }

    @Test
    void aServerKnowsWhetherItIsUpAndFrozen() {
        server.pause();
        assertThat(server.isPaused()).isTrue();
        server.resume();
        assertThat(server.isPaused()).isFalse();
        server.pause();
        server.kill();
        assertThat(server.isPaused()).isFalse();
        server.restart();
        assertThat(server.isPaused()).isFalse();
        assertThatThrownBy(server::restart)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("server s is up");
    }

    @Test
    void whatIsTakenBackWhileTheProcessIsFrozenNeverRuns() {
        Lane lane = server.world().scheduler().newLane("work");
        Lane.Timer timer = lane.schedule(1_000_000, () -> seen.add("taken back"));
        lane.schedule(2_000_000, () -> seen.add("left"));
        server.pause();
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(timer.cancel()).isTrue();
        server.resume();
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(seen).containsExactly("left");
    }

    @Test
    void aServerThatDiesFrozenDoesNotCatchUpInItsNextLife() {
        server.world().scheduler().newLane("work").execute(() -> seen.add("never"));
        server.pause();
        simulation.runFor(Duration.ofSeconds(1));
        server.crash();
        server.restart();
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(seen).isEmpty();
    }

    @Test
    void aBusyMachineWakesItsLanesLate() {
        server.setWakeTime(Latency.between(Duration.ofMillis(30), Duration.ofMillis(40)));
        server.world().scheduler().newLane("work").execute(() -> seen.add("ran"));
        simulation.runFor(Duration.ofMillis(29));
        assertThat(seen).isEmpty();
        simulation.runFor(Duration.ofMillis(12));
        assertThat(seen).containsExactly("ran");
        server.heal();
        server.world().scheduler().newLane("work").execute(() -> seen.add("healed"));
        simulation.runFor(Duration.ofMillis(3));
        assertThat(seen).containsExactly("ran", "healed");
    }

    @Test
    void everythingHealsTogether() throws IOException {
        SimulatedServer other = simulation.server("o");
        server.clock().setDriftPpm(50_000);
        server.disk().setFull(true);
        simulation.network().isolate("s");
        simulation.network().setLatency(Duration.ofSeconds(9), Duration.ofSeconds(9));
        assertThat(simulation.servers()).containsExactly(server, other);
        simulation.healAll();
        server.disk().replace(FILE, new byte[] {1});
        simulation.runFor(Duration.ofHours(1));
        assertThat(server.clock().wallMillis()).isEqualTo(other.clock().wallMillis());
        assertThat(simulation.network().link("s", "o").isCut()).isFalse();
        assertThat(simulation.network().link("s", "o").drawLatencyNanos()).isLessThan(500_001);
    }
}
