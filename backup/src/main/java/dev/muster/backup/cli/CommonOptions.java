package dev.muster.backup.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options every administration command takes. */
final class CommonOptions {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Option(names = "--verbose", description = "Prints more, and stack traces of unexpected failures.")
    boolean verbose;

    @Option(names = "--expand-commands", description = "Allows $(command) in configuration values.")
    boolean expandCommands;

    @Option(
            names = "--additional-config",
            paramLabel = "<file>",
            description = "Configuration file that overrides the others.")
    Path additionalConfig;
}
