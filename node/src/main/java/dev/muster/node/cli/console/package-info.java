/**
 * How commands talk to people: streams, the status line, tables, JSON, and the failure that is one sentence. Knows no
 * command.
 */
package dev.muster.node.cli.console;
