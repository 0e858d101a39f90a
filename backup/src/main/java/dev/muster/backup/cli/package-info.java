/**
 * The administration command line: {@link dev.muster.backup.cli.AdminCommandLine} builds the tree of commands; each
 * command turns its options into a request, runs the engine, and prints. Data goes to stdout, diagnostics to stderr. An
 * edge: it may own threads (the hook that cleans up after Ctrl-C).
 */
package dev.muster.backup.cli;
