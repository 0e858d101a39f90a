/**
 * Local clusters: servers as detached processes on free loopback ports of this machine, what is known of them on disk,
 * and process faults (kill, pause) on purpose.
 *
 * <p>Start at {@link dev.muster.node.launcher.LocalClusters}, the face for the command line, the demo and tests. What a
 * cluster is made of is {@link dev.muster.node.launcher.ClusterRecord}, kept by {@link
 * dev.muster.node.launcher.ClusterRegistry} in one file per cluster; what it is like at this moment is {@link
 * dev.muster.node.launcher.ClusterStatus}, asked of the processes and servers each time.
 *
 * <p>An edge package: it may own threads, read the clock and touch files. Knows servers only from outside: their
 * configuration file, their {@code run/server.json}, {@code /health} and Bolt. Prints nothing.
 */
package dev.muster.node.launcher;
