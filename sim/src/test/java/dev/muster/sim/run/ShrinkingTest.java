package dev.muster.sim.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.fault.PlannedFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
    private static final RunOptions OPTIONS = new RunOptions(1, "mixed", 10, 3, Set.of(FaultKind.values()), null);

    /** Fails if all the faults named are among those carried out. */
    private static RunResult run(RunOptions options, Set<Integer> culprits) {
        List<Integer> numbers =
                options.only() == null ? IntStream.rangeClosed(1, 20).boxed().toList() : options.only();
        List<PlannedFault> faults = numbers.stream()
                .map(number -> new PlannedFault(number, FaultKind.KILL, number, 1, 0))
                .toList();
        List<String> problems = numbers.containsAll(culprits) ? List.of("broken") : List.of();
        return new RunResult(options, 0, 0, 0, problems, faults, 0, 0, List.of(), List.of());
    }

    @Test
    void onlyTheFaultsThatMatterAreLeft() {
        List<String> heard = new ArrayList<>();
        Shrinking shrinking = new Shrinking(options -> run(options, Set.of(3, 17)), 200, heard::add);

        RunResult smallest = shrinking.smallest(run(OPTIONS, Set.of(3, 17)));

        assertThat(smallest.options().only()).containsExactly(3, 17);
        assertThat(heard).last().isEqualTo("fails with 2 faults");
    }

    @Test
    void aRunThatFailsWithoutAnyFaultNeedsNone() {
        RunResult smallest =
                new Shrinking(options -> run(options, Set.of()), 200, text -> {}).smallest(run(OPTIONS, Set.of()));

        assertThat(smallest.faults()).isEmpty();
    }

    @Test
    void itStopsAfterTheRunsThatItMayTake() {
        int[] runs = new int[1];
        new Shrinking(
                        options -> {
                            runs[0]++;
                            return run(options, Set.of(1, 20));
                        },
                        5,
                        text -> {})
                .smallest(run(OPTIONS, Set.of(1, 20)));

        assertThat(runs[0]).isEqualTo(5);
    }
}
