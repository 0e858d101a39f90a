package dev.muster.sim.cli;

import dev.muster.node.cli.StandardOptions;
import dev.muster.node.cli.console.Console;
import dev.muster.sim.run.RunOptions;
import dev.muster.sim.run.RunResult;
import dev.muster.sim.run.SeedSweep;
import dev.muster.sim.run.Shrinking;
import dev.muster.sim.run.SimulationRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code muster sim run}: one seed, or many on all processors until one fails. */
@Command(description = "Run whole servers on virtual time, with faults drawn from a seed, and judge what happened.")
final class RunCommand implements Callable<Integer> {
    private static final int SHRINK_RUNS_MAX = 60;

    private final Console console;

    @Mixin
    private StandardOptions standard;

    @Mixin
    private RunSettings settings;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "The seed. Default: 1.")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "A..B",
            description = "All seeds from A to B; ends at the first that fails.")
    private String seeds;

    @Option(names = "--no-shrink", description = "Do not look for fewer faults that fail too.")
    private boolean noShrink;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        long[] range = seeds == null ? new long[] {seed, seed} : range();
        RunOptions options = settings.of(range[0]);
        long began = System.nanoTime();
        List<Object> documents = new ArrayList<>();
        Map<RunOptions, Long> times = new java.util.concurrent.ConcurrentHashMap<>();
        SeedSweep sweep = new SeedSweep(
                options, range[0], range[1], run -> timed(run, times), result -> ended(result, times, documents));
        work(sweep, Math.min(Runtime.getRuntime().availableProcessors(), range[1] - range[0] + 1));
        RunResult failed = sweep.failed();
        if (failed != null) {
            RunResult smallest = noShrink ? failed : shrink(failed);
            if (!json) {
                RunReport.explain(smallest, console.out());
            } else if (smallest != failed) {
                documents.add(RunReport.json(smallest, 0));
            }
        }
        if (json) {
            console.json(documents);
        } else if (range[1] > range[0]) {
            console.out()
                    .printf(
                            "%d seeds in %.1f s: %s%n",
                            documents.size(), (System.nanoTime() - began) / 1e9, failed == null ? "ok" : "FAILED");
        }
        return failed == null ? 0 : 1;
    }

    private static RunResult timed(RunOptions run, Map<RunOptions, Long> times) {
        long began = System.nanoTime();
        RunResult result = SimulationRun.of(run);
        times.put(run, System.nanoTime() - began);
        return result;
    }

    private void ended(RunResult result, Map<RunOptions, Long> times, List<Object> documents) {
        long took = times.get(result.options());
        documents.add(RunReport.json(result, took));
        if (!json) {
            console.out().println(result.line(took));
        }
    }

    private static void work(SeedSweep sweep, long workers) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            Thread worker = new Thread(sweep::work, "seeds-" + i);
            worker.setDaemon(true);
            threads.add(worker);
            worker.start();
        }
        for (Thread worker : threads) {
            worker.join();
        }
    }

    private RunResult shrink(RunResult failed) {
        console.err().println("looking for fewer faults that fail too …");
        return new Shrinking(SimulationRun::of, SHRINK_RUNS_MAX, console.err()::println).smallest(failed);
    }

    private long[] range() {
        String[] ends = seeds.split("\\.\\.");
        try {
            long[] range = {Long.parseLong(ends[0].strip()), Long.parseLong(ends[1].strip())};
            if (range[0] <= range[1]) {
                return range;
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // The same sentence for all that is no range.
        }
        throw new ParameterException(spec.commandLine(), "--seeds takes a range such as 1..100, not '" + seeds + "'");
    }
}
