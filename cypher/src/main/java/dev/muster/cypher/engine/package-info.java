/**
 * The engine itself: statements read, compiled and kept ({@link dev.muster.cypher.engine.CypherEngines} makes one), and run.
 * It stands behind the faces of the root package, above all other packages of the room, which know nothing of it.
 */
package dev.muster.cypher.engine;
