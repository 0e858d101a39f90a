/**
 * What groups say to each other, as bytes: frames between two servers, each with the messages of one lane turn, and the
 * payloads of the log's records. Versioned, and read with bounds checks: a malformed frame is an error, never a guess.
 *
 * <p>Knows the consensus library's messages; nothing of disks, lanes or connections.
 */
package dev.muster.raft.wire;
