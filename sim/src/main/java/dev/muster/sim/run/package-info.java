/**
 * One run of the simulator from its seed to its verdict, many runs in a row, and the shrinking of a run that failed.
 */
package dev.muster.sim.run;
