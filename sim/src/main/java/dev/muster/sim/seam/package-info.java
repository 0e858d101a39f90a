/**
 * Things that do what another one does, so that one method of them can be watched or made wrong: the shapes of what comes
 * between a simulated server and what is around it ({@link dev.muster.sim.cluster.Seams}).
 */
package dev.muster.sim.seam;
