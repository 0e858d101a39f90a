package dev.muster.raft;

import dev.muster.runtime.Clock;

/** The counters of one lane behind a {@link Profile}, and the clock they are read against. Counts on its lane only. */
final class Profiler {
    final StageCounter queue = new StageCounter();
    final StageCounter log = new StageCounter();
    final StageCounter roundTrip = new StageCounter();
    final StageCounter apply = new StageCounter();
    private final Clock clock;

    Profiler(Clock clock) {
        this.clock = clock;
    }

    /** A moment to measure from. */
    long now() {
        return clock.monotonicNanos();
    }

    /** Counts the time since a moment. */
    void count(StageCounter stage, long sinceNanos) {
        count(stage, sinceNanos, 1);
    }

    /** Counts the time since a moment for so many that took as long. */
    void count(StageCounter stage, long sinceNanos, int times) {
        stage.add(clock.monotonicNanos() - sinceNanos, times);
    }
}
