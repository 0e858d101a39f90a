/**
 * Measurements of this machine and of the product on it ({@code muster bench}): each class measures one thing and returns
 * {@link dev.muster.node.bench.Measurement}s; printing is the command line's. Processes are real, disks are synced, nothing
 * is simulated. An edge package.
 */
package dev.muster.node.bench;
