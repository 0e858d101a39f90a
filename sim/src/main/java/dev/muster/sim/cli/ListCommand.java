package dev.muster.sim.cli;

import dev.muster.node.cli.StandardOptions;
import dev.muster.node.cli.console.Console;
import dev.muster.sim.fault.FaultKind;
import dev.muster.sim.run.Scenario;
import dev.muster.sim.run.Scenarios;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code muster sim list}: the scenarios and the kinds of faults. */
@Command(description = "List the scenarios and the kinds of faults.")
final class ListCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private StandardOptions standard;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    ListCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (json) {
            console.json(Map.of(
                    "scenarios",
                    Scenarios.ALL.stream().map(ListCommand::document).toList(),
                    "faults",
                    Arrays.stream(FaultKind.values())
                            .map(kind -> Map.of("name", kind.text(), "description", kind.description()))
                            .toList()));
            return 0;
        }
        console.out().println("Scenarios:");
        for (Scenario scenario : Scenarios.ALL) {
            console.out().printf("  %-16s %s%n", scenario.name(), scenario.description());
        }
        console.out().println("Faults:");
        for (FaultKind kind : FaultKind.values()) {
            console.out().printf("  %-16s %s%n", kind.text(), kind.description());
        }
        return 0;
    }

    private static Map<String, String> document(Scenario scenario) {
        return Map.of("name", scenario.name(), "description", scenario.description());
    }
}
