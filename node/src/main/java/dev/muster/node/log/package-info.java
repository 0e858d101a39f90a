/**
 * Files of text that grow by lines and are rotated: what people and scripts follow beside the program's own log. Knows no
 * line's meaning.
 */
package dev.muster.node.log;
