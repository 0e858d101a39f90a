package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import java.io.IOException;
import java.io.PrintStream;
import picocli.CommandLine.ParameterException;

/** Turns what a command throws into a sentence and an exit code; no stack trace without {@code --verbose}. */
final class Guard {
    private Guard() {}

    /** A command's body. */
    @FunctionalInterface
    interface Body {
        int run() throws IOException;
    }

    /** Wrong usage is passed on, since picocli prints it with the usage. */
    static int run(PrintStream err, boolean verbose, Body body) {
        try {
            return body.run();
        } catch (ParameterException usage) {
            throw usage;
        } catch (BackupException e) {
            return failed(err, verbose, e, e.getMessage(), e.error().hint(), ExitCodes.FAILED);
        } catch (IOException e) {
            return failed(err, verbose, e, String.valueOf(e.getMessage()), "", ExitCodes.FAILED);
        } catch (RuntimeException e) {
            BackupError error = BackupError.UNEXPECTED;
            return failed(err, verbose, e, error.text(e), error.hint(), ExitCodes.SOFTWARE);
        }
    }

    private static int failed(
            PrintStream err, boolean verbose, Exception failure, String text, String hint, int exitCode) {
        err.println(text);
        if (!hint.isEmpty()) {
            err.println("HINT: " + hint);
        }
        if (verbose) {
            failure.printStackTrace(err);
        }
        return exitCode;
    }
}
