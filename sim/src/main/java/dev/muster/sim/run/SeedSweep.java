package dev.muster.sim.run;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Runs many seeds, each on whatever worker asks for the next one, until one fails. Workers are threads of the caller, who
 * calls {@link #work} on each.
 */
public final class SeedSweep {
    /** Hears of every run that has ended, on the worker's thread, one at a time. */
    public interface Listener {
        void ended(RunResult result);
    }

    private final RunOptions options;
    private final long last;
    private final Function<RunOptions, RunResult> runner;
    private final Listener listener;
    private final AtomicLong next;
    private final AtomicReference<RunResult> failed = new AtomicReference<>();

    /** All seeds between the bounds, both included, with these options otherwise. */
    public SeedSweep(
            RunOptions options, long first, long last, Function<RunOptions, RunResult> runner, Listener listener) {
        this.options = options;
        this.next = new AtomicLong(first);
        this.last = last;
        this.runner = runner;
        this.listener = listener;
    }

    /** Runs seeds until there is none left, or one has failed. */
    public void work() {
        while (failed.get() == null) {
            long seed = next.getAndIncrement();
            if (seed > last) {
                return;
            }
            RunResult result = runner.apply(options.withSeed(seed));
            synchronized (this) {
                listener.ended(result);
            }
            if (!result.isGood()) {
                // Of several that fail at the same time the lowest seed is named, whoever was faster.
                failed.accumulateAndGet(
                        result,
                        (a, b) -> a == null || b.options().seed() < a.options().seed() ? b : a);
            }
        }
    }

    /** The failed run with the lowest seed, or null. */
    public RunResult failed() {
        return failed.get();
    }
}
