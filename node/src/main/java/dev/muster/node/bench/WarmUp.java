package dev.muster.node.bench;

import java.util.List;

/**
 * Load until the compilers of the processes have little left to do. On two processors they take as much as the load itself
 * for a quarter of a minute, and what is measured then is not how a server of some age behaves.
 */
final class WarmUp {
    private static final int IN_FLIGHT = 1_024;
    private static final long ROUND_MILLIS = 2_000;
    /** Compilers pause now and then: those of one process set that rested for two seconds were not done. */
    private static final int ROUNDS_AT_LEAST = 15;

    private static final int ROUNDS_AT_MOST = 20;

    /** Of the processors' time, what compilers may still take when a process counts as warm. */
    private static final double COMPILING_SHARE = 0.03;

    private WarmUp() {}

    /** Returns the seconds of load that it took. */
    static double run(RaftProcesses processes) {
        double available = ROUND_MILLIS * Runtime.getRuntime().availableProcessors();
        long before = compiled(processes);
        int rounds = 0;
        long worked;
        do {
            processes.load(IN_FLIGHT, ROUND_MILLIS);
            long now = compiled(processes);
            worked = now - before;
            before = now;
            rounds++;
        } while (rounds < ROUNDS_AT_LEAST || worked > COMPILING_SHARE * available && rounds < ROUNDS_AT_MOST);
        return rounds * ROUND_MILLIS / 1e3;
    }

    private static long compiled(RaftProcesses processes) {
        List<String> answers = processes.tellAll("compiled");
        return answers.stream().mapToLong(Long::parseLong).sum();
    }
}
