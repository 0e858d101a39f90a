package dev.muster.sim.planted;

import dev.muster.sim.run.RunResult;
import dev.muster.sim.run.SimulationRun;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;

/**
 * How a hunt ended.
 *
 * @param seeds how many were run, the one that found it included
 * @param seconds of this thread's processor time
 * @param control what the run of the last seed finds without the bug; must be nothing
 * @param by the first problem of the run that found it, or null if none did
 */
record Finding(PlantedBug bug, int seeds, double seconds, List<String> control, String by) {
    private static final int BY_LENGTH = 90;

    /** Runs seeds from 1 on until one finds the bug, or none is left. */
    static Finding hunt(PlantedBug bug) {
        long begun = cpuNanos();
        for (int seed = 1; seed <= bug.seeds(); seed++) {
            RunResult result = SimulationRun.of(bug.options(seed), bug.seams().get());
            if (!result.isGood()) {
                double seconds = secondsSince(begun);
                return new Finding(
                        bug,
                        seed,
                        seconds,
                        control(bug, seed),
                        result.problems().get(0));
            }
        }
        return new Finding(bug, bug.seeds(), secondsSince(begun), List.of(), null);
    }

    private static List<String> control(PlantedBug bug, int seed) {
        return SimulationRun.of(bug.options(seed), bug.control().get()).problems();
    }

    private static double secondsSince(long begun) {
        return (cpuNanos() - begun) / 1e9;
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    boolean isFound() {
        return by != null;
    }

    /** A row of the table. */
    String row() {
        return String.format(
                Locale.ROOT, "| %s | %s | %s | %d | %.1f |", bug.name(), bug.breaks(), shortly(), seeds, seconds);
    }

    private String shortly() {
        if (by == null) {
            return "**not found**";
        }
        String line =
                by.lines().findFirst().orElse("").replaceAll("; seed .*", "").replace('|', '/');
        if (line.endsWith("threw")) {
            line += by.substring(by.lastIndexOf("; "));
        }
        return line.length() <= BY_LENGTH ? line : line.substring(0, BY_LENGTH) + "…";
    }
}
