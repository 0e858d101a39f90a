/**
 * What a statement's author is told although nothing failed: the table of all such notices ({@link
 * dev.muster.cypher.notice.Notice}), and what is gathered of them while a statement is read and compiled, to be judged by
 * the graph when it runs ({@link dev.muster.cypher.notice.Notices}).
 */
package dev.muster.cypher.notice;
