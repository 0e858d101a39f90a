package dev.muster.sim.planted;

import dev.muster.sim.cluster.Seams;
import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.run.RunOptions;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A way for servers to be wrong, and how it is hunted.
 *
 * @param name short, for the table
 * @param breaks what the server does not do any more, or does wrong
 * @param control the same without the bug; what a run with it finds is no merit of the bug
 * @param seams makes the bug for one run; what it counts begins anew with each
 * @param scenario what clients do
 * @param faults what happens to the servers meanwhile
 * @param seconds virtual time of a run
 * @param seeds it must be found by then
 * @param quick whether it is among the fast tests
 * @param pace faults begin so many times as often as a seed says
 */
record PlantedBug(
        String name,
        String breaks,
        Supplier<Seams> seams,
        Supplier<Seams> control,
        String scenario,
        Set<FaultKind> faults,
        long seconds,
        int seeds,
        boolean quick,
        double pace) {
    private static final long SECONDS = 30;
    private static final int SEEDS = 20;

    /** A bug that needs no faults, is hunted among the fast tests, and with registers unless said otherwise. */
    static PlantedBug of(String name, String breaks, Supplier<Seams> seams) {
        return new PlantedBug(name, breaks, seams, () -> Seams.NONE, "registers", Set.of(), SECONDS, SEEDS, true, 1);
    }

    PlantedBug in(String otherScenario) {
        return new PlantedBug(name, breaks, seams, control, otherScenario, faults, seconds, seeds, quick, pace);
    }

    PlantedBug comparedWith(Supplier<Seams> otherControl) {
        return new PlantedBug(name, breaks, seams, otherControl, scenario, faults, seconds, seeds, quick, pace);
    }

    PlantedBug with(FaultKind... kinds) {
        return new PlantedBug(name, breaks, seams, control, scenario, Set.of(kinds), seconds, seeds, quick, pace);
    }

    /** The same among the long tests only, with so many seeds. */
    PlantedBug slow(int moreSeeds) {
        return new PlantedBug(name, breaks, seams, control, scenario, faults, seconds, moreSeeds, false, pace);
    }

    /** The same with so many seeds: for what only a rare coincidence shows. */
    PlantedBug within(int otherSeeds) {
        return new PlantedBug(name, breaks, seams, control, scenario, faults, seconds, otherSeeds, quick, pace);
    }

    /** With faults so many times as often. */
    PlantedBug often(double otherPace) {
        return new PlantedBug(name, breaks, seams, control, scenario, faults, seconds, seeds, quick, otherPace);
    }

    RunOptions options(long seed) {
        return new RunOptions(seed, scenario, seconds, 3, faults, null, pace);
    }
}
