/**
 * The instrument is tested: servers are made wrong on purpose, at the seams, and the simulator has to find each of these
 * bugs within the seeds it is given. Start at {@link dev.muster.sim.planted.PlantedBugs}; the bugs are in the classes named
 * after the place where they are planted.
 */
package dev.muster.sim.planted;
