package dev.muster.node.cli;

import dev.muster.backup.cli.ErrorJson;
import dev.muster.node.cli.console.CommandFailed;
import dev.muster.node.cli.console.Console;
import dev.muster.node.launcher.LauncherException;
import java.io.PrintStream;

/** Turns what a command threw into one line for a person, a JSON document for a program that asked for one, and an exit code. */
final class Failures {
    private Failures() {}

    static int report(Throwable problem, Console console, boolean verbose, boolean json) {
        int exitCode = isForeseen(problem) ? 1 : Muster.EXIT_DEFECT;
        String message = isForeseen(problem) ? problem.getMessage() : defect(problem);
        PrintStream err = console.err();
        err.println("muster: " + message);
        if (problem instanceof LauncherException launcher) {
            launcher.lines().lines().forEach(line -> err.println("  | " + line));
        }
        if (verbose) {
            problem.printStackTrace(err);
        }
        if (json) {
            console.out().println(ErrorJson.of(message, "", exitCode));
        }
        return exitCode;
    }

    private static boolean isForeseen(Throwable problem) {
        return problem instanceof LauncherException || problem instanceof CommandFailed;
    }

    private static String defect(Throwable problem) {
        return "internal error: " + problem.getClass().getSimpleName()
                + (problem.getMessage() == null
                        ? ""
                        : ": " + problem.getMessage().replace('\n', ' '))
                + " (use --verbose for the details)";
    }
}
