/**
 * What values mean in Cypher: equality with its third answer, comparison, the order across types, arithmetic, text, dates
 * and durations; and the light handles of graph elements that run through a statement until its rows are handed out.
 */
package dev.muster.cypher.value;
