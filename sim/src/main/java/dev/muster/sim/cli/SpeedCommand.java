package dev.muster.sim.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.muster.node.cli.StandardOptions;
import dev.muster.node.cli.console.Console;
import dev.muster.sim.run.RunOptions;
import dev.muster.sim.run.RunResult;
import dev.muster.sim.run.SimulationRun;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster sim speed}: how much simulated time an hour of one core gives. */
@Command(
        description = {
            "Measure how many hours are simulated per core-hour.",
            "Three servers, five databases beside system, no faults, all checks on. On each database one client commits two"
                    + " transactions per second, confirmed by a majority before each; every one looks at the 100 nodes of a"
                    + " label and changes one of them. Several seeds are measured, since it matters which server leads what."
                    + " A run before warms the JVM up and does not count; processor time is that of the whole process,"
                    + " compilers and garbage collector included."
        })
final class SpeedCommand implements Callable<Integer> {
    private static final int SERVERS = 3;
    private static final int DATABASES = 5;
    private static final long WARM_UP_SEED = 1;
    private static final double NANOS = 1e9;

    private final Console console;

    @Mixin
    private StandardOptions standard;

    @Option(
            names = "--seconds",
            defaultValue = "3600",
            paramLabel = "S",
            description = "Virtual seconds to measure per seed. Default: 3600.")
    private long seconds;

    @Option(names = "--runs", defaultValue = "4", paramLabel = "N", description = "Seeds to measure. Default: 4.")
    private int runs;

    @Option(
            names = "--warm-up",
            defaultValue = "3600",
            paramLabel = "S",
            description = "Virtual seconds before that. Default: 3600.")
    private long warmUp;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    SpeedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SimulationRun.of(options(WARM_UP_SEED, warmUp));
        long processor = processorNanos();
        long ownThread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        long began = System.nanoTime();
        List<RunResult> results = new ArrayList<>();
        for (int i = 1; i <= runs; i++) {
            results.add(SimulationRun.of(options(WARM_UP_SEED + i, seconds)));
        }
        Figures figures = new Figures(
                results,
                (System.nanoTime() - began) / NANOS,
                (processorNanos() - processor) / NANOS,
                (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - ownThread) / NANOS);
        if (json) {
            console.json(figures.document());
        } else {
            console.out().print(figures.text());
            results.forEach(result -> result.problems().forEach(console.err()::println));
        }
        return figures.isGood() ? 0 : 1;
    }

    private static RunOptions options(long seed, long length) {
        return new RunOptions(seed, "load", length, SERVERS, Set.of(), null);
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /**
     * What the measured runs did and took, in seconds.
     *
     * @param processor of all threads
     * @param simulation of that, the thread that simulates; the rest is the JVM's
     */
    private record Figures(List<RunResult> results, double real, double processor, double simulation) {
        private double virtual() {
            return results.stream().mapToLong(RunResult::virtualNanos).sum() / NANOS;
        }

        private long events() {
            return results.stream().mapToLong(RunResult::events).sum();
        }

        private double transactionsPerSecond() {
            long done = results.stream().mapToLong(RunResult::done).sum();
            return done
                    / (double) results.stream()
                            .mapToLong(result -> result.options().seconds())
                            .sum();
        }

        boolean isGood() {
            return results.stream().allMatch(RunResult::isGood);
        }

        String text() {
            return String.format(
                    "%d servers, %d databases beside system; one client on each, %.1f transactions/s in all,%n"
                            + "each looks at 100 nodes and changes one%n"
                            + "%.0f simulated seconds in %d runs, %d events; %.1f s real%n"
                            + "%.1f s of processor time, of which the simulation %.1f s: %.0f simulated hours per core-hour%n",
                    SERVERS,
                    DATABASES,
                    transactionsPerSecond(),
                    virtual(),
                    results.size(),
                    events(),
                    real,
                    processor,
                    simulation,
                    virtual() / processor);
        }

        Map<String, Object> document() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("servers", SERVERS);
            document.put("databases", DATABASES);
            document.put("clients", DATABASES);
            document.put("transactionsPerSecond", transactionsPerSecond());
            document.put("nodesReadPerTransaction", 100);
            document.put("runs", results.size());
            document.put("virtualSeconds", virtual());
            document.put("events", events());
            document.put("realSeconds", real);
            document.put("processorSeconds", processor);
            document.put("simulationSeconds", simulation);
            document.put("simulatedHoursPerCoreHour", virtual() / processor);
            document.put("verdict", isGood() ? "ok" : "failed");
            return document;
        }
    }
}
