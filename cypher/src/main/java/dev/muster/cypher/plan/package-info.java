/**
 * From tree to operators: resolves names, checks what the grammar cannot, compiles expressions, and decides in which order
 * a pattern is walked. {@link dev.muster.cypher.plan.QueryCompiler} is where a query begins.
 */
package dev.muster.cypher.plan;
