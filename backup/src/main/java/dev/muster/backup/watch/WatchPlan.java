package dev.muster.backup.watch;

import dev.muster.backup.chain.Expiry;
import java.nio.file.Path;
import java.time.Duration;

/**
 * When to run, how often, and what to do after each run.
 *
 * @param every from the beginning of one run to the beginning of the next, at least a second
 * @param runs after so many it ends; 0 for no end
 * @param retention which chains to keep of databases that the run has saved; null to keep all
 * @param metricsFile where the metrics go in Prometheus' text form; null for nowhere
 */
public record WatchPlan(Duration every, int runs, Expiry.Retention retention, Path metricsFile) {
    public WatchPlan {
        if (every.compareTo(Duration.ofSeconds(1)) < 0 || runs < 0) {
            throw new IllegalArgumentException("every " + every + ", " + runs + " runs");
        }
    }

    /**
     * How long after the first run the next one begins. The moments are fixed, so that they do not drift; those that passed
     * while a run went on are left out.
     *
     * @param elapsedNanos since the first run began
     */
    long nextNanos(long elapsedNanos) {
        long interval = every.toNanos();
        return Math.multiplyExact(elapsedNanos / interval + 1, interval);
    }

    /** Whether there is to be another run after so many. */
    boolean goesOnAfter(int done) {
        return runs == 0 || done < runs;
    }
}
