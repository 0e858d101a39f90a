/**
 * What EXPLAIN and PROFILE show: the operators of a compiled query as a tree, and that tree as Bolt sends it. Nothing here
 * runs anything.
 */
package dev.muster.cypher.explain;
