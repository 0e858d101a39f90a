package dev.muster.node.query;

import dev.muster.backup.protocol.RunningBackups;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** {@code CALL muster.backup.running()}: the backups that the server which is asked is serving, the oldest first. Any thread. */
final class BackupTable {
    private BackupTable() {}

    static List<List<Object>> rows(RunningBackups backups) {
        return backups.list().stream().map(BackupTable::row).toList();
    }

    private static List<Object> row(RunningBackups.Listed backup) {
        return Arrays.asList(
                "backup-" + backup.number(),
                backup.database(),
                backup.kind().name().toLowerCase(Locale.ROOT),
                backup.client().toString(),
                Instant.ofEpochMilli(backup.startedAtMillis())
                        .atOffset(ZoneOffset.UTC)
                        .toString(),
                backup.elapsedMillis(),
                backup.bytesSent(),
                backup.pinnedTransactionId(),
                backup.heldBytes());
    }
}
