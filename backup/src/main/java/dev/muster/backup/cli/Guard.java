package dev.muster.backup.cli;

import dev.muster.backup.BackupError;
import dev.muster.backup.BackupException;
import java.io.IOException;
import java.util.function.ToIntFunction;
import picocli.CommandLine.ParameterException;

/**
 * Turns what a command throws into a sentence and an exit code, and into a JSON document where one was asked for; no stack
 * trace without {@code --verbose}.
 */
final class Guard {
    private final AdminCommandLine.Context context;
    private final boolean verbose;
    private final boolean json;
    private final ToIntFunction<BackupError> exitCodes;

    private Guard(
            AdminCommandLine.Context context, boolean verbose, boolean json, ToIntFunction<BackupError> exitCodes) {
        this.context = context;
        this.verbose = verbose;
        this.json = json;
        this.exitCodes = exitCodes;
    }

    /** A command's body. */
    @FunctionalInterface
    interface Body {
        int run() throws IOException;
    }

    /** Wrong usage is passed on, since picocli prints it with the usage. */
    static int run(AdminCommandLine.Context context, boolean verbose, boolean json, Body body) {
        return run(context, verbose, json, error -> ExitCodes.FAILED, body);
    }

    /** The same, with an exit code for each error. */
    static int run(
            AdminCommandLine.Context context,
            boolean verbose,
            boolean json,
            ToIntFunction<BackupError> exitCodes,
            Body body) {
        return new Guard(context, verbose, json, exitCodes).run(body);
    }

    private int run(Body body) {
        try {
            return body.run();
        } catch (ParameterException usage) {
            throw usage;
        } catch (BackupException e) {
            return failed(e, e.getMessage(), e.error().hint(), exitCodes.applyAsInt(e.error()));
        } catch (IOException e) {
            return failed(e, String.valueOf(e.getMessage()), "", ExitCodes.FAILED);
        } catch (RuntimeException e) {
            BackupError error = BackupError.UNEXPECTED;
            return failed(e, error.text(e), error.hint(), ExitCodes.SOFTWARE);
        }
    }

    /** What went wrong and what to do next, on stderr; where in the program only for those who asked for it. */
    static void tell(AdminCommandLine.Context context, boolean verbose, Exception failure, String text, String hint) {
        context.err().println(text);
        if (!hint.isEmpty()) {
            context.err().println("HINT: " + hint);
        }
        if (verbose) {
            failure.printStackTrace(context.err());
        }
    }

    private int failed(Exception failure, String text, String hint, int exitCode) {
        tell(context, verbose, failure, text, hint);
        if (json) {
            context.out().println(ErrorJson.of(text, hint, exitCode));
        }
        return exitCode;
    }
}
