/**
 * PackStream version 1: bytes to values and back (facts/bolt.md 3). The values are those of {@link
 * dev.muster.store.value}; what differs between protocol versions is a {@link dev.muster.bolt.packstream.Dialect}. Knows
 * neither messages nor sockets.
 */
package dev.muster.bolt.packstream;
