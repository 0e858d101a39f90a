/**
 * Taking backups: {@link dev.muster.backup.online.Backup} runs one {@link dev.muster.backup.online.BackupRequest} against
 * several servers and ends with a {@link dev.muster.backup.online.BackupReport}, which decides the exit code.
 *
 * <p>The decisions are pure and apart from the effects: which databases ({@code BackupPlan}, over a {@code ServerSurvey}),
 * which parent ({@code Chains}), what the result means ({@link dev.muster.backup.online.BackupReport}).
 */
package dev.muster.backup.online;
