/**
 * From text to tree: strips what stands before a statement, runs the generated Cypher 5 parser, and reads its contexts
 * into {@code ast}. The only package that knows the generated parser. Whatever it cannot read is refused by name.
 */
package dev.muster.cypher.parse;
