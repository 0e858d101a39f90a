/**
 * The deterministic simulator: whole servers of the production classes on one thread and virtual time, faults drawn from a
 * seed, and checkers of what the clients saw. It is part of the distribution ({@code muster sim}), so it knows nothing of
 * test libraries; the tests that run it are in {@code cluster-tests} and here.
 */
package dev.muster.sim;
