/**
 * One server put together: its files and identity, the order in which the rooms are opened and closed, and the adapters
 * between them. Start at {@link dev.muster.node.server.MusterServer}.
 */
package dev.muster.node.server;
