/**
 * The file that holds an MVStore: every block with a checksum, and a header that is kept apart so that a whole commit
 * becomes valid, or does not, in one step ({@link dev.muster.store.blocks.BlockFile}). Knows nothing of graphs.
 */
package dev.muster.store.blocks;
