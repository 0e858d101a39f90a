/** The commands {@code muster sim …}. What they run is in the packages beside this one. */
package dev.muster.sim.cli;
