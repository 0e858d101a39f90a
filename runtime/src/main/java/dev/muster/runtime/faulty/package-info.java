/**
 * A {@link dev.muster.runtime.World} that can be broken on purpose while servers run in it: what {@code muster fault} does to
 * real processes. Around any world, in any combination, changed at any moment.
 *
 * <p>Start at {@link dev.muster.runtime.faulty.FaultyWorld}. With no fault in force everything passes through unchanged. Not
 * here: the simulated world's own faults ({@code dev.muster.runtime.sim}), and who decides what breaks.
 */
package dev.muster.runtime.faulty;
