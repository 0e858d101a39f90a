/**
 * The databases of one server: what is running, its store and its consensus group, and the {@link
 * dev.muster.node.hosting.Reconciler} that moves them toward what the catalog asks for.
 *
 * <p>A database's state belongs to its lane; what other threads see of it are the futures and the published {@link
 * dev.muster.catalog.DatabaseReport}. Does not know Bolt, Cypher or discovery.
 */
package dev.muster.node.hosting;
