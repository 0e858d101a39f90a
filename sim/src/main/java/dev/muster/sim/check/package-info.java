/**
 * What must hold at every moment of a run, and at its end. Each check looks at the servers from outside, at what they say of
 * themselves and at what is in their stores; what clients saw is judged in {@code sim.history}.
 */
package dev.muster.sim.check;
