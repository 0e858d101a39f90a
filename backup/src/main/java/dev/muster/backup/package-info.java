/**
 * Backups that do not lie: artifacts and their chains, the backup protocol (both ends), restore, inspect; the
 * administration command line and the Java API. A server gives its databases through {@link
 * dev.muster.backup.BackupSource}. Knows nothing of Raft, Bolt or Cypher.
 */
package dev.muster.backup;
