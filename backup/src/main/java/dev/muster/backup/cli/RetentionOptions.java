package dev.muster.backup.cli;

import dev.muster.backup.chain.Expiry;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which chains are kept, for the commands that remove the others. */
final class RetentionOptions {
    @Option(names = "--keep-full", paramLabel = "N", description = "Keeps the newest N chains of each database.")
    private Integer keepFull;

    @Option(
            names = "--keep-days",
            paramLabel = "D",
            description = "Keeps chains whose last backup is D days old or newer.")
    private Integer keepDays;

    /** What is to be kept, or null if neither option was given. */
    Expiry.Retention retention(CommandLine command) {
        if (keepFull == null && keepDays == null) {
            return null;
        }
        if (keepFull != null && keepFull < 1) {
            throw new ParameterException(command, "--keep-full must be at least 1: the newest chain stays");
        }
        if (keepDays != null && keepDays < 0) {
            throw new ParameterException(command, "--keep-days must not be negative");
        }
        return new Expiry.Retention(keepFull == null ? 1 : keepFull, keepDays == null ? 0 : keepDays);
    }
}
