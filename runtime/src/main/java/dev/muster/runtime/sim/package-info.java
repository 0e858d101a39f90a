/**
 * Servers that live in one thread on virtual time, so that they can be broken on purpose and replayed from a seed.
 *
 * <p>Start at {@link dev.muster.runtime.sim.Simulation}: it owns the queue of events, ordered by (virtual time, sequence),
 * and the trace. Everything that can be broken is broken at its own place, at any moment, and healed there or all at once
 * ({@link dev.muster.runtime.sim.Simulation#healAll}):
 *
 * <ul>
 *   <li>{@link dev.muster.runtime.sim.SimulatedServer}, one machine with its process: killed, without power (between two
 *       turns or in the middle of one), restarted, frozen, slow to wake its lanes;
 *   <li>{@link dev.muster.runtime.sim.SimulatedClock}: wrong, jumping (wall clock), drifting (both; timers follow);
 *   <li>{@link dev.muster.runtime.sim.SimulatedDisk}, which survives the process and forgets in a power cut what was not
 *       synced, and its {@link dev.muster.runtime.sim.DiskFaults}: slow, full, read-only, failing, lying, rotting;
 *   <li>{@link dev.muster.runtime.sim.SimulatedNetwork}: slow (with rare long tails), lossy, cut one way or both,
 *       partitioned, its connections broken so that nobody knows what arrived.
 * </ul>
 *
 * <p><b>Time.</b> Tasks take no time, but for what their disk operations spend; a turn that spends time keeps its lane
 * busy, and what it does afterwards happens that much later, while other lanes go on.
 *
 * <p><b>Determinism.</b> The same seed and the same calls give the same {@link
 * dev.muster.runtime.sim.Simulation#traceHash trace hash}, on every Java. Everything here belongs to the thread that made
 * the simulation, and simulations share nothing, so that several may run at once. Knows nothing of what the servers do.
 */
package dev.muster.runtime.sim;
