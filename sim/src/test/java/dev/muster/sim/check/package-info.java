/** Tests of what is checked while servers run: the checks themselves, without servers. */
package dev.muster.sim.check;
