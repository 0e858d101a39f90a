/**
 * Backups as the generations up to 4.x made them: a folder for each database that is brought up to date, first by a full, then by
 * what is new. The folder holds a chain of artifacts, so all that works on artifacts works on it. Start at {@link
 * dev.muster.backup.folder.FolderBackup}.
 */
package dev.muster.backup.folder;
