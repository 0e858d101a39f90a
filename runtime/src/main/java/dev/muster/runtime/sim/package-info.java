/**
 * Servers that live in one thread on virtual time, so that they can be broken on purpose and replayed from a seed.
 *
 * <p>Start at {@link dev.muster.runtime.sim.Simulation}: it owns the queue of events, ordered by (virtual time, sequence),
 * and the trace. {@link dev.muster.runtime.sim.SimulatedServer} is one machine with its process; its {@link
 * dev.muster.runtime.sim.SimulatedDisk} survives the process and forgets what was not synced, its clock can be set wrong,
 * and the {@link dev.muster.runtime.sim.SimulatedNetwork} between the servers can be slow, lossy or cut.
 *
 * <p><b>Determinism.</b> The same seed and the same calls give the same {@link
 * dev.muster.runtime.sim.Simulation#traceHash trace hash}, on every Java. Everything here belongs to the thread that made
 * the simulation. Knows nothing of what the servers do.
 */
package dev.muster.runtime.sim;
