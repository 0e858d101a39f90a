/**
 * What clients do during a run, and how what they saw is judged afterwards. A workload knows its own database and nothing of
 * faults.
 */
package dev.muster.sim.workload;
