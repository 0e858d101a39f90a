package dev.muster.runtime;

/** Everything a server can see of the outside, in one hand. {@code random} may be shared between lanes. */
public record World(Clock clock, Scheduler scheduler, Random random, Disk disk, Network network) {}
