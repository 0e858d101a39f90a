/**
 * A committed transaction as one immutable record (DESIGN, D9): what queries collect, Raft carries, every member applies,
 * the transaction log keeps and differential artifacts contain; always the same bytes.
 */
package dev.muster.store.change;
