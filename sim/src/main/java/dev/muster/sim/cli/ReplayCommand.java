package dev.muster.sim.cli;

import dev.muster.node.cli.StandardOptions;
import dev.muster.node.cli.console.Console;
import dev.muster.sim.run.RunResult;
import dev.muster.sim.run.SimulationRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster sim replay}: one run again, exactly, with its timeline. */
@Command(description = "Run a seed again, exactly, and show what led to its end.")
final class ReplayCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private StandardOptions standard;

    @Mixin
    private RunSettings settings;

    @Parameters(paramLabel = "SEED", description = "The seed.")
    private long seed;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    ReplayCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long began = System.nanoTime();
        RunResult result = SimulationRun.of(settings.of(seed));
        long took = System.nanoTime() - began;
        if (json) {
            console.json(RunReport.json(result, took));
        } else {
            if (!result.isGood()) {
                RunReport.explain(result, console.out());
            }
            console.out().println(result.line(took));
        }
        return result.isGood() ? 0 : 1;
    }
}
