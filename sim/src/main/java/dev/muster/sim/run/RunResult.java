package dev.muster.sim.run;

import dev.muster.sim.fault.PlannedFault;
import java.util.List;
import java.util.Locale;

/**
 * How a run ended.
 *
 * @param events how many events the simulation ran
 * @param virtualNanos virtual time at the end
 * @param hash two runs with the same hash did the same
 * @param problems what is wrong; empty if nothing is
 * @param faults those that began
 * @param attempts what clients tried
 * @param done what of it was acknowledged
 * @param notes what went on beside the clients, a sentence each
 * @param timeline the last lines of the journal, if something is wrong
 */
public record RunResult(
        RunOptions options,
        long events,
        long virtualNanos,
        long hash,
        List<String> problems,
        List<PlannedFault> faults,
        long attempts,
        long done,
        List<String> notes,
        List<String> timeline) {
    public RunResult {
        problems = List.copyOf(problems);
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
        timeline = List.copyOf(timeline);
    }

    public boolean isGood() {
        return problems.isEmpty();
    }

    /** The last line of a run: seed, events, virtual time, the real time that it took, hash, verdict. */
    public String line(long realNanos) {
        return String.format(
                Locale.ROOT,
                "seed %d  events %d  virtual %.1f s  real %.2f s  hash %016x  faults %d  done %d/%d  %s",
                options.seed(),
                events,
                virtualNanos / 1e9,
                realNanos / 1e9,
                hash,
                faults.size(),
                done,
                attempts,
                isGood() ? "ok" : "FAILED");
    }
}
