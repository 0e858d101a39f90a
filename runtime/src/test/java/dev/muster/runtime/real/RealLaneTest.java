package dev.muster.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.runtime.Lane;
import dev.muster.runtime.LaneContract;
import dev.muster.runtime.Scheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RealLaneTest extends LaneContract {
    private final RealScheduler scheduler =
            new RealScheduler("test", new RealClock(), (lane, failure) -> failures.add(failure));

    @AfterEach
    void endTheLanes() {
        scheduler.close();
    }

    @Override
    protected Scheduler scheduler() {
        return scheduler;
    }

    @Override
    protected void await(BooleanSupplier condition) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(1))
                .until(condition::getAsBoolean);
    }

    @Test
    void threadsBearTheNamesOfSchedulerAndLane() {
        Lane lane = scheduler.newLane("log");
        List<String> names = new CopyOnWriteArrayList<>();
        lane.execute(() -> names.add(Thread.currentThread().getName()));
        await(() -> names.size() == 1);
        assertThat(names).containsExactly("test/log");
        assertThat(lane.name()).isEqualTo("test/log");
    }

    @Test
    void closeLetsTheRunningTaskEndAndDropsTheRest() throws InterruptedException {
        Lane lane = scheduler.newLane("busy");
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> seen = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            running.countDown();
            awaitQuietly(release);
            seen.add("running");
        });
        lane.execute(() -> seen.add("waiting"));
        running.await();
        Thread closer = new Thread(scheduler::close);
        closer.start();
        await(() -> closer.getState() == Thread.State.WAITING);
        release.countDown();
        closer.join();
        assertThat(seen).containsExactly("running");
    }

    @Test
    void aLaneMayCloseItsOwnScheduler() {
        Lane lane = scheduler.newLane("own");
        AtomicInteger done = new AtomicInteger();
        lane.execute(() -> {
            scheduler.close();
            done.incrementAndGet();
        });
        await(() -> done.get() == 1);
    }

    @Test
    void aTimerOnAnIdleLaneIsPunctual() {
        Lane lane = scheduler.newLane("punctual");
        AtomicLong ranAt = new AtomicLong();
        long start = System.nanoTime();
        lane.schedule(TimeUnit.MILLISECONDS.toNanos(20), () -> ranAt.set(System.nanoTime()));
        await(() -> ranAt.get() != 0);
        // Not before its time; how long after depends on the machine's load, so only the order of magnitude is asked.
        assertThat(ranAt.get() - start)
                .isBetween(TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.MILLISECONDS.toNanos(2_000));
    }

    @Test
    void noTaskIsLostWhenManyThreadsGiveThem() throws InterruptedException {
        Lane lane = scheduler.newLane("shared");
        AtomicLong sum = new AtomicLong();
        int[] unguarded = new int[1];
        Thread[] givers = new Thread[4];
        for (int g = 0; g < givers.length; g++) {
            givers[g] = new Thread(() -> {
                for (int i = 0; i < 25_000; i++) {
                    lane.execute(() -> {
                        unguarded[0]++;
                        sum.incrementAndGet();
                    });
                }
            });
            givers[g].start();
        }
        for (Thread giver : givers) {
            giver.join();
        }
        await(() -> sum.get() == 100_000);
        assertThat(unguarded[0]).isEqualTo(100_000);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
