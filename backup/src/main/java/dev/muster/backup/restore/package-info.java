/**
 * Restoring: {@link dev.muster.backup.restore.Restore} verifies a chain of artifacts, builds a store from it beside the
 * place it will have, compares digests, and swaps it in.
 */
package dev.muster.backup.restore;
