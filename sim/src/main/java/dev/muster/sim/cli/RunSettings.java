package dev.muster.sim.cli;

import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.run.RunOptions;
import dev.muster.sim.run.Scenarios;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that a run follows from, equal for run and replay. */
final class RunSettings {
    private static final long SECONDS_DEFAULT = 60;

    @Option(
            names = "--scenario",
            defaultValue = "mixed",
            paramLabel = "S",
            description = "What clients do; see muster sim list. Default: mixed.")
    private String scenario;

    @Option(
            names = "--hours",
            paramLabel = "H",
            description = "Virtual hours during which clients work and faults begin.")
    private Double hours;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "The same in virtual seconds. Default: " + SECONDS_DEFAULT + ".")
    private Long seconds;

    @Option(
            names = "--servers",
            defaultValue = "0",
            paramLabel = "N",
            description = "How many servers, 1 to 7. Default: the seed decides.")
    private int servers;

    @Option(
            names = "--faults",
            defaultValue = "all",
            paramLabel = "F",
            description = "The kinds of faults that may occur: all, none, or names with commas; see muster sim list.")
    private String faults;

    @Option(
            names = "--pace",
            defaultValue = "1",
            paramLabel = "P",
            description = "Faults begin P times as often as the seed says. Default: 1.")
    private double pace;

    @Option(
            names = "--only",
            paramLabel = "N,N…",
            description = "Of the seed's faults only those with these numbers; none for none.")
    private String only;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    RunOptions of(long seed) {
        try {
            return new RunOptions(seed, Scenarios.named(scenario).name(), length(), servers, kinds(), numbers(), pace);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private long length() {
        if (hours != null && seconds != null) {
            throw new IllegalArgumentException("give --hours or --seconds, not both");
        }
        return hours != null ? Math.round(hours * 3_600) : seconds != null ? seconds : SECONDS_DEFAULT;
    }

    private Set<FaultKind> kinds() {
        return FaultKind.parse(faults);
    }

    private List<Integer> numbers() {
        if (only == null || only.equals("none")) {
            return only == null ? null : List.of();
        }
        try {
            return Arrays.stream(only.split(",")).map(Integer::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--only takes numbers with commas, not '" + only + "'", e);
        }
    }
}
