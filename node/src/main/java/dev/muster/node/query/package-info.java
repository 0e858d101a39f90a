/**
 * Transactions of clients on this server, done with Cypher, the hosted databases and the catalog: {@link
 * dev.muster.node.query.Transactions} is the face of it, made of stages and the same for every client; {@link
 * dev.muster.node.query.BoltQueries} waits for them on Bolt's threads. Knows no sockets; other servers are reached through
 * {@link dev.muster.node.query.Members}.
 */
package dev.muster.node.query;
