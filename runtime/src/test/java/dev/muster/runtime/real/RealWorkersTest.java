package dev.muster.runtime.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.runtime.Workers;
import dev.muster.runtime.World;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RealWorkersTest {
    private final RealWorkers workers = new RealWorkers("test", 2);

    @AfterEach
    void close() {
        workers.close();
    }

    @Test
    void computesSideBySideOnDaemonsOfItsOwn() throws Exception {
        CountDownLatch bothUnderWay = new CountDownLatch(2);
        Workers.Computation<Thread> meeting = () -> {
            bothUnderWay.countDown();
            await(bothUnderWay);
            return Thread.currentThread();
        };
        Workers.Work<Thread> one = workers.begin(meeting);
        Workers.Work<Thread> other = workers.begin(meeting);
        await(bothUnderWay); // so that neither is computed by this thread

        assertThat(List.of(one.result(), other.result()))
                .allMatch(Thread::isDaemon)
                .allMatch(thread -> thread.getName().startsWith("test/worker-"))
                .doesNotHaveDuplicates();
        assertThat(one.isDone()).isTrue();
    }

    @Test
    void whoAsksForAResultThatNobodyHasBegunComputesIt() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        for (int busy = 0; busy < workers.count(); busy++) {
            workers.begin(() -> {
                await(end);
                return null;
            });
        }
        Workers.Work<Thread> waiting = workers.begin(Thread::currentThread);

        assertThat(waiting.isDone()).isFalse();
        assertThat(waiting.result()).isSameAs(Thread.currentThread());
        end.countDown();
    }

    @Test
    void throwsWhatTheComputationThrew() {
        IOException broken = new IOException("broken");
        IllegalStateException wrong = new IllegalStateException("wrong");
        for (Workers each : List.of(workers, Workers.INLINE)) {
            Workers.Work<Object> failing = each.begin(() -> {
                throw broken;
            });
            assertThatThrownBy(failing::result).isSameAs(broken);
            Workers.Work<Object> defect = each.begin(() -> {
                throw wrong;
            });
            assertThatThrownBy(defect::result).isSameAs(wrong);
        }
    }

    @Test
    void afterTheEndOfItsWorldTheCallerComputes() throws Exception {
        World world = RealWorld.open("ended");
        Workers ended = world.scheduler().workers();
        assertThat(ended.count()).isPositive();
        RealWorld.close(world);

        List<Workers.Work<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            all.add(ended.begin(() -> number));
        }
        for (int i = 0; i < 10; i++) {
            assertThat(all.get(i).result()).isEqualTo(i);
        }
    }

    @Test
    void anInterruptNeitherLosesTheResultNorIsLost() throws Exception {
        Thread.currentThread().interrupt();
        Workers.Work<Integer> work = workers.begin(() -> 7);

        assertThat(work.result()).isEqualTo(7);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
