package dev.muster.node.cli;

import dev.muster.backup.cli.ErrorJson;
import dev.muster.backup.cli.WrongUsage;
import dev.muster.node.cli.console.Console;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
        name = "muster",
        description = "A clustered multi-database server: start clusters, break them, back them up.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Start with `muster demo`, or `muster cluster start dev`."})
public final class Muster implements Callable<Integer> {
    /** Wrong usage. */
    static final int EXIT_USAGE = 64;
    /** A defect of ours. */
    static final int EXIT_DEFECT = 70;

    @Mixin
    private StandardOptions standard;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    @Spec
    private CommandSpec spec;

    Muster() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] words) {
        System.exit(run(Console.ofThisProcess(), words));
    }

    /** Runs one command; returns its exit code. */
    public static int run(Console console, String... words) {
        if (words.length > 0 && words[0].equals("admin")) {
            return AdminCommands.run(console, Arrays.copyOfRange(words, 1, words.length));
        }
        if (words.length > 0 && words[0].equals("neo4j-backup")) {
            return AdminCommands.run(console, words);
        }
        CommandLine commandLine = CommandTree.build(new Muster(), console, words);
        boolean verbose = List.of(words).contains(StandardOptions.VERBOSE);
        commandLine.setOut(console.outWriter()).setErr(console.errWriter());
        boolean json = ErrorJson.isWanted(words);
        commandLine.setParameterExceptionHandler(
                (problem, args) -> wrongUsage(WrongUsage.mostTelling(problem, args), console, json));
        commandLine.setExecutionExceptionHandler(
                (problem, failed, parsed) -> Failures.report(problem, console, verbose, json));
        return commandLine.execute(words);
    }

    private static int wrongUsage(CommandLine.ParameterException problem, Console console, boolean json) {
        PrintStream err = console.err();
        err.println(problem.getMessage());
        List<String> suggestions = WrongUsage.suggestions(problem);
        if (!suggestions.isEmpty()) {
            err.println("Did you mean: " + String.join(" or ", suggestions) + "?");
        }
        err.println();
        problem.getCommandLine().usage(err, CommandLine.Help.Ansi.OFF);
        if (json) {
            console.out().println(ErrorJson.of(problem.getMessage(), "", EXIT_USAGE));
        }
        return EXIT_USAGE;
    }

    /** Only a group of commands was named. */
    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
    }
}
