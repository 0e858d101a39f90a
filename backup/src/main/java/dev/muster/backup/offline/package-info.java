/**
 * Work on databases of this server that do not run: dump, load, check, copy, and what can be said of them. A running database
 * is refused: {@link dev.muster.backup.offline.ClosedDatabase} holds the store's lock, and no server opens it meanwhile.
 *
 * <p>A dump is a full artifact under another name ({@code docs/artifact-format.md}); loading one is restoring it.
 */
package dev.muster.backup.offline;
