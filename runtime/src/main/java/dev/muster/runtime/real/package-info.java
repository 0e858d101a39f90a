/**
 * This machine behind the interfaces of {@link dev.muster.runtime}: threads, clocks, files and TCP.
 *
 * <p>Start at {@link dev.muster.runtime.real.RealWorld}. The only package of the core that may touch the outside world
 * (DESIGN, D2); it takes no decision and knows nothing of what the bytes mean.
 */
package dev.muster.runtime.real;
