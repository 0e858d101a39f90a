package dev.muster.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every {@link Scheduler} promises; run against each of them. */
public abstract class LaneContract {
    /** What tasks of {@link #scheduler} threw. */
    protected final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** The scheduler under test; it reports to {@link #failures}. */
    protected abstract Scheduler scheduler();

    /** Lets time pass until the condition holds; fails after a while. */
    protected abstract void await(BooleanSupplier condition);

    @Test
    void runsTasksInTheOrderInWhichTheyWereGiven() {
        Lane lane = scheduler().newLane("order");
        List<Integer> seen = new CopyOnWriteArrayList<>();
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            int number = i;
            given.add(number);
            lane.execute(() -> seen.add(number));
        }
        await(() -> seen.size() == given.size());
        assertThat(seen).isEqualTo(given);
    }

    @Test
    void neverRunsATaskInsideTheCallThatGaveIt() {
        Lane lane = scheduler().newLane("nested");
        List<String> seen = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            lane.execute(() -> seen.add("inner"));
            seen.add("outer");
        });
        await(() -> seen.size() == 2);
        assertThat(seen).containsExactly("outer", "inner");
    }

    @Test
    void aTaskThatThrowsIsReportedAndTheNextRuns() {
        Lane lane = scheduler().newLane("failing");
        AtomicBoolean next = new AtomicBoolean();
        lane.execute(() -> {
            throw new IllegalStateException("a defect");
        });
        lane.execute(() -> next.set(true));
        await(next::get);
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("a defect"));
    }

    @Test
    void hooksRunOncePerTurnAfterAllItsTasks() {
        Lane lane = scheduler().newLane("turns");
        List<String> seen = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            lane.onTurnEnd(() -> seen.add("hook"));
            // Given during this turn, so both wait for the next one and share its hook.
            lane.execute(() -> seen.add("first"));
            lane.execute(() -> seen.add("second"));
        });
        await(() -> seen.size() == 4);
        assertThat(seen).containsExactly("hook", "first", "second", "hook");
    }

    @Test
    void aHookThatThrowsIsReportedAndTheOthersRun() {
        Lane lane = scheduler().newLane("hooks");
        AtomicBoolean other = new AtomicBoolean();
        lane.onTurnEnd(() -> {
            throw new IllegalStateException("hook");
        });
        lane.onTurnEnd(() -> other.set(true));
        lane.execute(() -> {});
        await(other::get);
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessage("hook"));
    }

    @Test
    void timersRunInTheOrderOfTheirTimes() {
        Lane lane = scheduler().newLane("timers");
        List<Integer> seen = new CopyOnWriteArrayList<>();
        lane.execute(() -> {
            for (int millis : new int[] {9, 3, 6, 0}) {
                lane.schedule(TimeUnit.MILLISECONDS.toNanos(millis), () -> seen.add(millis));
            }
        });
        await(() -> seen.size() == 4);
        assertThat(seen).containsExactly(0, 3, 6, 9);
    }

    @Test
    void aCancelledTimerNeverRunsAndCancellingTellsWhetherItWasInTime() {
        Lane lane = scheduler().newLane("cancel");
        AtomicInteger runs = new AtomicInteger();
        AtomicBoolean late = new AtomicBoolean();
        Lane.Timer timer = lane.schedule(TimeUnit.MILLISECONDS.toNanos(5), runs::incrementAndGet);
        assertThat(timer.cancel()).as("first cancel").isTrue();
        assertThat(timer.cancel()).as("second cancel").isFalse();
        Lane.Timer spent = lane.schedule(TimeUnit.MILLISECONDS.toNanos(10), () -> late.set(true));
        await(late::get);
        assertThat(runs).hasValue(0);
        assertThat(spent.cancel()).as("cancel after it ran").isFalse();
    }

    @Test
    void manyCancelledTimersDoNotDelayOrDisturbTheRest() {
        Lane lane = scheduler().newLane("many");
        AtomicInteger runs = new AtomicInteger();
        lane.execute(() -> {
            for (int i = 0; i < 2_000; i++) {
                Lane.Timer timer = lane.schedule(TimeUnit.MILLISECONDS.toNanos(2), runs::incrementAndGet);
                if (i % 4 != 0) {
                    timer.cancel();
                }
            }
        });
        AtomicBoolean last = new AtomicBoolean();
        lane.schedule(TimeUnit.MILLISECONDS.toNanos(50), () -> last.set(true));
        await(last::get);
        assertThat(runs).hasValue(500);
    }

    @Test
    void aLaneKnowsWhetherTheCallerIsOnIt() {
        Lane lane = scheduler().newLane("here");
        Lane other = scheduler().newLane("there");
        List<Boolean> seen = new CopyOnWriteArrayList<>();
        lane.execute(() -> seen.add(lane.isCurrent()));
        await(() -> seen.size() == 1);
        other.execute(() -> seen.add(lane.isCurrent()));
        await(() -> seen.size() == 2);
        assertThat(seen).containsExactly(true, false);
        assertThatThrownBy(lane::assertCurrent)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not on lane")
                .hasMessageContaining("here");
    }

    @Test
    void tasksGivenToAClosedLaneAreDropped() {
        Lane lane = scheduler().newLane("closed");
        AtomicBoolean ran = new AtomicBoolean();
        scheduler().close();
        lane.execute(() -> ran.set(true));
        lane.schedule(0, () -> ran.set(true));
        assertThat(ran).isFalse();
        assertThat(failures).isEmpty();
    }
}
