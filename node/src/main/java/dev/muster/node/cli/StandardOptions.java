package dev.muster.node.cli;

import picocli.CommandLine.Option;

/** What every command of ours understands. */
public final class StandardOptions {
    static final String VERBOSE = "--verbose";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = VERBOSE, description = "Show the stack trace of a failure.")
    private boolean verbose;
}
