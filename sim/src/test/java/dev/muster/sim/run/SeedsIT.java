package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sim.fault.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole servers under all faults, for as many seeds as a change can wait for. The seeds are always the same ones. */
class SeedsIT {
    private static final int SEEDS = Integer.getInteger("muster.sim.seeds", 200);
    private static final int SECONDS = 4;
    private static final int MEMBERSHIP_SEEDS = 12;
    private static final int MEMBERSHIP_SECONDS = 8;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void noSeedBreaksAnInvariant() throws InterruptedException {
        sweep("mixed", SECONDS, SEEDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topology", "servers"})
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void noChangeOfMembershipsBreaksAnInvariant(String scenario) throws InterruptedException {
        sweep(scenario, MEMBERSHIP_SECONDS, MEMBERSHIP_SEEDS);
    }

    private static void sweep(String scenario, int seconds, int seeds) throws InterruptedException {
        RunOptions options = new RunOptions(1, scenario, seconds, 0, Set.of(FaultKind.values()), null);
        AtomicInteger runs = new AtomicInteger();
        AtomicLong virtualNanos = new AtomicLong();
        AtomicLong done = new AtomicLong();
        SeedSweep sweep = new SeedSweep(options, 1, seeds, SimulationRun::of, result -> {
            runs.incrementAndGet();
            virtualNanos.addAndGet(result.virtualNanos());
            done.addAndGet(result.done());
        });
        long began = System.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread worker = new Thread(sweep::work, "seeds-" + i);
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        System.out.printf(
                "simulator: %s, %d of %d seeds, %.0f virtual s, %d acknowledged operations in %.1f s%n",
                scenario, runs.get(), seeds, virtualNanos.get() / 1e9, done.get(), (System.nanoTime() - began) / 1e9);
        RunResult failed = sweep.failed();
        assertThat(failed == null ? List.of() : failed.problems())
                .as(() -> failed.options().replayCommand() + "\n" + String.join("\n", failed.timeline()))
                .isEmpty();
        assertThat(runs).hasValue(seeds);
    }
}
