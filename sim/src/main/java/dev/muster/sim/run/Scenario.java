package dev.muster.sim.run;

import dev.muster.runtime.sim.SimulatedRandom;
import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.workload.Companion;
import dev.muster.sim.workload.Workload;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a run is about: which clients there are. Faults are drawn in the same way for all scenarios.
 *
 * @param name the word on the command line
 * @param description one sentence
 * @param workloads makes the workloads of one run
 * @param companions make what goes on beside them
 * @param without faults that it cannot have, since what it does may leave no other copy to heal from
 */
public record Scenario(
        String name,
        String description,
        Function<SimulatedRandom, List<Workload>> workloads,
        List<Companion.Maker> companions,
        Set<FaultKind> without) {
    public Scenario {
        companions = List.copyOf(companions);
        without = Set.copyOf(without);
    }

    /** A scenario of clients alone. */
    Scenario(String name, String description, Function<SimulatedRandom, List<Workload>> workloads) {
        this(name, description, workloads, List.of(), Set.of());
    }

    /** A scenario of clients and what goes on beside them. */
    Scenario(
            String name,
            String description,
            Function<SimulatedRandom, List<Workload>> workloads,
            List<Companion.Maker> companions) {
        this(name, description, workloads, companions, Set.of());
    }
}
