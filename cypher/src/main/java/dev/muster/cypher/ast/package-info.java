/**
 * Our own tree of a statement: immutable records without behaviour. Neither the parser's classes nor anything about
 * execution is known here.
 */
package dev.muster.cypher.ast;
