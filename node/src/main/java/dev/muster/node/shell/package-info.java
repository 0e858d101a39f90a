/**
 * {@code muster shell}: statements typed, piped or in files, sent with the official driver, and their results as text; with
 * the options, commands and prompts of cypher-shell. Start at {@link dev.muster.node.shell.ShellCommand}. Knows nothing of
 * the server beyond Bolt.
 */
package dev.muster.node.shell;
