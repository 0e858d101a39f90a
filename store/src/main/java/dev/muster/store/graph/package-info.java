/**
 * The graph in versioned maps: records, adjacency, label index, names, counts, digest; reading a version, deciding
 * conflicts, applying a change set.
 *
 * <p><b>Conflicts.</b> A change set is rejected, equally on every member, if and only if one of these holds when its
 * turn comes ({@link dev.muster.store.graph.ConflictCheck}):
 *
 * <ul>
 *   <li>a node or relationship it creates has an id that is taken;
 *   <li>a node or relationship it changes or deletes is not there, or was changed by another transaction than the one it
 *       was read from;
 *   <li>a relationship it creates starts or ends at a node that is not there afterwards;
 *   <li>a node it deletes still has relationships afterwards;
 *   <li>a node it creates or changes breaks a rule of the schema, or a rule it brings is broken by a node, has a name that
 *       is taken, or one it drops is not there ({@link dev.muster.store.graph.SchemaCheck});
 *   <li>it brings more labels than a store can number.
 * </ul>
 *
 * A new relationship does not change its end nodes, so it conflicts only with their deletion. Reads are not checked.
 *
 * <p><b>Lane.</b> Maps are written on the database's lane; versions are read anywhere. Knows nothing of files.
 */
package dev.muster.store.graph;
