package dev.muster.backup.cli;

/** The exit codes of the administration commands (facts A.4). */
final class ExitCodes {
    static final int OK = 0;
    /** Failed, or succeeded with problems. */
    static final int FAILED = 1;
    /** Wrong options or parameters. */
    static final int USAGE = 64;
    /** A defect: an exception nobody handled. */
    static final int SOFTWARE = 70;

    private ExitCodes() {}
}
