/**
 * The openCypher Technology Compatibility Kit: every scenario is run over a graph in maps, and either passes or stands in
 * {@code unsupported-tck.txt} with a reason. Start at {@link dev.muster.cypher.tck.OpenCypherTckTest}.
 */
package dev.muster.cypher.tck;
