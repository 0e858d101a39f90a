/**
 * The requests of a client (facts/bolt.md 4): bytes to records, with every field checked. Knows what a message says, not
 * what it does.
 */
package dev.muster.bolt.message;
