package dev.muster.sim.cli;

import com.sun.management.OperatingSystemMXBean;
import dev.muster.node.cli.StandardOptions;
import dev.muster.node.cli.console.Console;
import dev.muster.sim.run.RunOptions;
import dev.muster.sim.run.RunResult;
import dev.muster.sim.run.SimulationRun;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
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
            "Three servers, five databases beside system, two writes per second on each, no faults, all checks on. A run"
                    + " before warms the JVM up and does not count; processor time is that of the whole process."
        })
final class SpeedCommand implements Callable<Integer> {
    private static final int SERVERS = 3;
    private static final double NANOS = 1e9;

    private final Console console;

    @Mixin
    private StandardOptions standard;

    @Option(
            names = "--seconds",
            defaultValue = "1200",
            paramLabel = "S",
            description = "Virtual seconds to measure. Default: 1200.")
    private long seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "300",
            paramLabel = "S",
            description = "Virtual seconds before that. Default: 300.")
    private long warmUp;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    SpeedCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        SimulationRun.of(options(1, warmUp));
        long cpu = processorNanos();
        long began = System.nanoTime();
        RunResult result = SimulationRun.of(options(2, seconds));
        double took = (System.nanoTime() - began) / NANOS;
        double used = (processorNanos() - cpu) / NANOS;
        double virtual = result.virtualNanos() / NANOS;
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("servers", SERVERS);
            document.put("databases", 5);
            document.put("writesPerSecond", result.done() / (double) seconds);
            document.put("virtualSeconds", virtual);
            document.put("events", result.events());
            document.put("realSeconds", took);
            document.put("processorSeconds", used);
            document.put("simulatedHoursPerCoreHour", virtual / used);
            document.put("verdict", result.isGood() ? "ok" : "failed");
            console.json(document);
        } else {
            console.out()
                    .printf(
                            "%.0f simulated seconds of %d servers and 5 databases with %.1f writes/s, %d events:%n"
                                    + "%.1f s of processor time, %.1f s real: %.0f simulated hours per core-hour%n",
                            virtual,
                            SERVERS,
                            result.done() / (double) seconds,
                            result.events(),
                            used,
                            took,
                            virtual / used);
            result.problems().forEach(console.err()::println);
        }
        return result.isGood() ? 0 : 1;
    }

    private static RunOptions options(long seed, long length) {
        return new RunOptions(seed, "load", length, SERVERS, Set.of(), null);
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
