/**
 * The {@code muster} command: one picocli tree, its exit codes, and how results and errors are written.
 *
 * <p>Start at {@link dev.muster.node.cli.Muster}. Results go to standard output (with {@code --json} one document and
 * nothing else), everything else to standard error. Exit codes: 0 done, 1 not done and said why, 64 wrong usage, 70 a
 * defect. What the commands do lives in the packages they name (launcher, demo, bench, server, shell, and the
 * administration commands in {@code dev.muster.backup.cli}).
 */
package dev.muster.node.cli;
