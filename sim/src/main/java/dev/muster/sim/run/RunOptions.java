package dev.muster.sim.run;

import dev.muster.sim.fault.FaultKind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Everything that a run follows from.
 *
 * @param seconds virtual time during which clients work and faults begin
 * @param servers how many; 0 lets the seed decide between 3 and 7
 * @param faults the kinds that may occur
 * @param only the numbers of the planned faults to carry out, or null for all
 * @param pace faults begin so many times as often as the seed says
 */
public record RunOptions(
        long seed, String scenario, long seconds, int servers, Set<FaultKind> faults, List<Integer> only, double pace) {
    public RunOptions {
        if (!(pace > 0 && pace <= PACE_MAX)) {
            throw new IllegalArgumentException(
                    "the pace of faults is above 0 and at most " + PACE_MAX + ", not " + pace);
        }
        if (seconds < 1) {
            throw new IllegalArgumentException("a run takes at least a second, not " + seconds);
        }
        if (servers != 0 && (servers < 1 || servers > 7)) {
            throw new IllegalArgumentException("a simulated cluster has 1 to 7 servers, not " + servers);
        }
    }

    private static final int PACE_MAX = 100;

    /** With faults as often as the seed says. */
    public RunOptions(
            long seed, String scenario, long seconds, int servers, Set<FaultKind> faults, List<Integer> only) {
        this(seed, scenario, seconds, servers, faults, only, 1);
    }

    public RunOptions withSeed(long other) {
        return new RunOptions(other, scenario, seconds, servers, faults, only, pace);
    }

    public RunOptions withOnly(List<Integer> numbers) {
        return new RunOptions(seed, scenario, seconds, servers, faults, List.copyOf(numbers), pace);
    }

    public RunOptions withPace(double other) {
        return new RunOptions(seed, scenario, seconds, servers, faults, only, other);
    }

    /** The command that does exactly this run again. */
    public String replayCommand() {
        StringBuilder line = new StringBuilder("muster sim replay ").append(seed);
        line.append(" --scenario ").append(scenario).append(" --seconds ").append(seconds);
        if (servers != 0) {
            line.append(" --servers ").append(servers);
        }
        if (faults.size() != FaultKind.values().length) {
            line.append(" --faults ")
                    .append(
                            faults.isEmpty()
                                    ? "none"
                                    : new TreeSet<>(faults)
                                            .stream().map(FaultKind::text).collect(Collectors.joining(",")));
        }
        if (pace != 1) {
            line.append(" --pace ").append(pace);
        }
        if (only != null) {
            line.append(" --only ")
                    .append(
                            only.isEmpty()
                                    ? "none"
                                    : only.stream().map(String::valueOf).collect(Collectors.joining(",")));
        }
        return line.toString().toLowerCase(Locale.ROOT);
    }
}
