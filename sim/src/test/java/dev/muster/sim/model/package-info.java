/**
 * Administration against a model: commands drawn by chance, given to a simulated cluster under faults, and to a catalog of a
 * hundred lines that knows no servers. Begin with {@link dev.muster.sim.model.ModelSequence}.
 */
package dev.muster.sim.model;
