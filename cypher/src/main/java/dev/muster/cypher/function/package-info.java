/** The functions and aggregating functions that expressions can call. Start at {@link dev.muster.cypher.function.FunctionTable}. */
package dev.muster.cypher.function;
