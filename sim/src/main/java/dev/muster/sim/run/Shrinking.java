package dev.muster.sim.run;

import dev.muster.sim.fault.PlannedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Makes the fault schedule of a failing run smaller as long as it still fails: delta debugging (Zeller and Hildebrandt 2002)
 * over the faults that had begun.
 */
public final class Shrinking {
    private final Function<RunOptions, RunResult> runner;
    private final Consumer<String> progress;
    private int runsLeft;

    /**
     * @param runner runs options to their result
     * @param runsMax after so many runs the smallest plan found so far is good enough
     * @param progress hears of every smaller plan
     */
    public Shrinking(Function<RunOptions, RunResult> runner, int runsMax, Consumer<String> progress) {
        this.runner = runner;
        this.runsLeft = runsMax;
        this.progress = progress;
    }

    /** The failing run with the fewest faults that was found; the given one if none is smaller. */
    public RunResult smallest(RunResult failing) {
        RunResult best = failing;
        int parts = 1;
        while (runsLeft > 0 && best.faults().size() > 0) {
            RunResult smaller = withoutOnePart(best, parts);
            if (smaller != null) {
                best = smaller;
                parts = Math.max(1, parts - 1);
                progress.accept("fails with " + best.faults().size() + " faults");
            } else if (parts >= best.faults().size()) {
                break;
            } else {
                parts = Math.min(best.faults().size(), parts * 2);
            }
        }
        return best;
    }

    private RunResult withoutOnePart(RunResult failing, int parts) {
        List<Integer> numbers =
                failing.faults().stream().map(PlannedFault::number).toList();
        int size = Math.max(1, (numbers.size() + parts - 1) / parts);
        for (int from = 0; from < numbers.size() && runsLeft > 0; from += size) {
            List<Integer> kept = new ArrayList<>(numbers.subList(0, from));
            kept.addAll(numbers.subList(Math.min(numbers.size(), from + size), numbers.size()));
            runsLeft--;
            RunResult result = runner.apply(failing.options().withOnly(kept));
            if (!result.isGood() && result.faults().size() < failing.faults().size()) {
                return result;
            }
        }
        return null;
    }
}
