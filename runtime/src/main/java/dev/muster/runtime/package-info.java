/**
 * The outside world as interfaces: {@link dev.muster.runtime.Clock}, {@link dev.muster.runtime.Scheduler} with its
 * {@link dev.muster.runtime.Lane lanes}, {@link dev.muster.runtime.Random}, {@link dev.muster.runtime.Disk} and {@link
 * dev.muster.runtime.Network}, held together by {@link dev.muster.runtime.World}.
 *
 * <p>{@code dev.muster.runtime.real} is this machine; {@code dev.muster.runtime.sim} is a machine that can be broken on
 * purpose, on virtual time. Everything else in the house reaches time, threads, chance, files and sockets through here
 * (DESIGN, D2). Knows nothing of Raft, databases or protocols.
 */
package dev.muster.runtime;
