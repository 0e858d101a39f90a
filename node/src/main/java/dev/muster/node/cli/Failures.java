package dev.muster.node.cli;

import dev.muster.node.cli.console.CommandFailed;
import dev.muster.node.launcher.LauncherException;
import java.io.PrintStream;

/** Turns what a command threw into one line for a person and an exit code. */
final class Failures {
    private Failures() {}

    static int report(Throwable problem, PrintStream err, boolean verbose) {
        int code = describe(problem, err);
        if (verbose) {
            problem.printStackTrace(err);
        }
        return code;
    }

    private static int describe(Throwable problem, PrintStream err) {
        if (problem instanceof LauncherException launcher) {
            err.println("muster: " + launcher.getMessage());
            if (!launcher.lines().isEmpty()) {
                launcher.lines().lines().forEach(line -> err.println("  | " + line));
            }
            return 1;
        }
        if (problem instanceof CommandFailed) {
            err.println("muster: " + problem.getMessage());
            return 1;
        }
        err.println("muster: internal error: " + problem.getClass().getSimpleName()
                + (problem.getMessage() == null
                        ? ""
                        : ": " + problem.getMessage().replace('\n', ' '))
                + " (use --verbose for the details)");
        return Muster.EXIT_DEFECT;
    }
}
