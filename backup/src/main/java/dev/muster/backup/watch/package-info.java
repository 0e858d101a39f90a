/**
 * Backups again and again ({@code backup watch}): the same run as {@code database backup}'s, at fixed intervals, with the
 * expiry of old chains and with metrics. Start at {@link dev.muster.backup.watch.Watch}.
 */
package dev.muster.backup.watch;
