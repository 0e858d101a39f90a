package dev.muster.node.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A word that only gathers commands. */
@Command(synopsisSubcommandLabel = "COMMAND")
public final class Group implements Callable<Integer> {
    @Mixin
    private StandardOptions standard;

    @Spec
    private CommandSpec spec;

    private Group() {}

    /** The word as a command line, to which the commands are then added. */
    public static CommandLine of(String description) {
        CommandLine group = new CommandLine(new Group());
        group.getCommandSpec().usageMessage().description(description);
        return group;
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
    }
}
