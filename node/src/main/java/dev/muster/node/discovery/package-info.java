/**
 * Who else is there, where, does it answer, and what does it say of its databases: {@link
 * dev.muster.node.discovery.Discovery}. Hints only (DESIGN, D1): nothing that must be correct depends on it; a wrong or
 * missing view may cost time, never correctness.
 *
 * <p>Two engines over the same {@code Board} and the same framed connections: {@code
 * StaticDiscovery} (direct exchange with every known server; deterministic, so the simulator's)
 * and {@code atomix.AtomixDiscovery} (SWIM gossip). Never open the discovery port beyond the cluster.
 */
package dev.muster.node.discovery;
