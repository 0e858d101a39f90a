/**
 * Transactions of clients on this server: what Bolt asks for ({@link dev.muster.bolt.QueryService}, {@link
 * dev.muster.bolt.Router}) done with Cypher, the hosted databases and the catalog. Knows no sockets; other servers are
 * reached through {@link dev.muster.node.query.Members}.
 */
package dev.muster.node.query;
