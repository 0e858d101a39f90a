package dev.muster.sim.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sim.cluster.Seams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two thousand sequences. Another first batch or more of them: {@code -Dmuster.model.first=101 -Dmuster.model.batches=1000}; a
 * batch that failed is run again with its number alone.
 */
class AdminModelIT {
    private static final int FIRST = Integer.getInteger("muster.model.first", 1);
    private static final int BATCHES = Integer.getInteger("muster.model.batches", 100);

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void twoThousandSequencesEndAsTheModelSays() throws InterruptedException {
        AtomicInteger next = new AtomicInteger(FIRST);
        AtomicInteger sequences = new AtomicInteger();
        AtomicLong virtualMillis = new AtomicLong();
        AtomicReference<String> problem = new AtomicReference<>();
        long began = System.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            Thread worker = new Thread(
                    () -> {
                        for (int number = next.getAndIncrement();
                                number < FIRST + BATCHES && problem.get() == null;
                                number = next.getAndIncrement()) {
                            ModelBatch batch = ModelBatch.run(number, ModelBatch.SEQUENCES, Seams.NONE);
                            sequences.addAndGet(batch.sequences());
                            virtualMillis.addAndGet((long) (batch.virtualSeconds() * 1_000));
                            problem.compareAndSet(null, batch.problem());
                        }
                    },
                    "model-" + i);
            workers.add(worker);
            worker.start();
        }
        for (Thread worker : workers) {
            worker.join();
        }
        System.out.printf(
                "simulator: %d sequences of commands, %.0f virtual s, in %.1f s%n",
                sequences.get(), virtualMillis.get() / 1e3, (System.nanoTime() - began) / 1e9);
        assertThat(problem.get()).isNull();
        assertThat(sequences).hasValue(BATCHES * ModelBatch.SEQUENCES);
    }
}
