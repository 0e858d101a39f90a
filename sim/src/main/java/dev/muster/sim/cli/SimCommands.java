package dev.muster.sim.cli;

import dev.muster.node.cli.Group;
import dev.muster.node.cli.MoreCommands;
import dev.muster.node.cli.console.Console;
import picocli.CommandLine;

/** Hangs {@code muster sim} into the command line. */
public final class SimCommands implements MoreCommands {
    @Override
    public String word() {
        return "sim";
    }

    @Override
    public CommandLine commands(Console console) {
        return Group.of("The deterministic simulator.")
                .addSubcommand("run", new RunCommand(console))
                .addSubcommand("replay", new ReplayCommand(console))
                .addSubcommand("speed", new SpeedCommand(console))
                .addSubcommand("list", new ListCommand(console));
    }
}
