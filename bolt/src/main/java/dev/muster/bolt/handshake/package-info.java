/**
 * Agreeing on a protocol version (facts/bolt.md 1): the versions we speak, and the choice among what a client offers, as
 * pure functions over bytes. Knows neither sockets nor sessions.
 */
package dev.muster.bolt.handshake;
