/**
 * The test library: a cluster for a test, injected by {@link dev.muster.clustertests.MusterClusterExtension}, with a handle
 * that talks to it through the official driver, breaks it and backs it up. In one process (fast) or with real processes.
 *
 * <pre>{@code
 * @MusterCluster(primaries = 3, databases = "sales")
 * class SalesTest {
 *     @Test
 *     void survivesItsLeader(Cluster cluster) {
 *         cluster.kill(cluster.leaderOf("sales"));
 *         …
 *     }
 * }
 * }</pre>
 */
package dev.muster.clustertests;
