/**
 * Backups and restores within a run: {@link dev.muster.sim.backup.BackupClient} runs the production client again and again on
 * a machine of its own, which has its own troubles; every report is held against what can be known of the cluster, every
 * artifact against a committed prefix, and every chain is restored.
 */
package dev.muster.sim.backup;
