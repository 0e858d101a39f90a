/**
 * The client protocol: handshake, framing, PackStream, the session state machine and TLS (facts/bolt.md). Talks to {@link
 * dev.muster.bolt.QueryService}, which runs queries, {@link dev.muster.bolt.Router}, which knows who leads, and {@link
 * dev.muster.bolt.Authenticator}. Knows nothing of Cypher, Raft or the catalog.
 */
package dev.muster.bolt;
