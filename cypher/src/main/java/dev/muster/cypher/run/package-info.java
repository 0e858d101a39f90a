/**
 * Execution: rows are arrays of values that operators pull from each other. An operator is immutable and shared by all runs
 * of a statement; what one run needs to remember is in its {@link dev.muster.cypher.run.Run} and in the sources it opens.
 * What is to be executed, and in which order, is decided in {@code plan}.
 */
package dev.muster.cypher.run;
