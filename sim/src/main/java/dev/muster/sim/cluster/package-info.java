/**
 * A cluster of whole production servers on a simulation, and clients that talk to it over the simulated network: what
 * scenarios are written against. Faults are in {@code sim.fault}, what clients do in {@code sim.workload}.
 */
package dev.muster.sim.cluster;
