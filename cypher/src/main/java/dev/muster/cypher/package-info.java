/**
 * A statement's way from text to rows: the Cypher 5 grammar's parser in front ({@code parse}), our own tree ({@code ast}),
 * checks, a plan, and its execution over a {@link dev.muster.store.GraphReader}; writes are collected in a {@link
 * dev.muster.store.change.GraphTransaction}. Administration statements become {@link dev.muster.catalog.AdminCommand}s.
 *
 * <p>Start at {@link dev.muster.cypher.CypherEngine}, made in {@code engine}. Knows nothing of Raft, the network or Bolt.
 */
package dev.muster.cypher;
