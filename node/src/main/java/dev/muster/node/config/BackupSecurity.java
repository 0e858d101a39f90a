package dev.muster.node.config;

import dev.muster.runtime.real.tls.TlsPolicy;
import java.nio.file.Path;

/**
 * Who may take backups, and how that is known; of a server, and of the client, which reads the same settings.
 *
 * @param backup the TLS policy of the backup port, and of whoever connects for a backup; null if there is none
 * @param cluster the TLS policy of the ports between servers; null if there is none
 * @param tokenFile holds what servers and clients both know; null if there is none
 * @param unauthenticated whether anybody may take backups whom the ports can be reached by
 */
public record BackupSecurity(TlsPolicy backup, TlsPolicy cluster, Path tokenFile, boolean unauthenticated) {
    static BackupSecurity of(Path home, SettingValues values) {
        String token = values.get(BackupSettings.TOKEN_FILE);
        return new BackupSecurity(
                TlsSettings.BACKUP.policy(home, values),
                TlsSettings.CLUSTER.policy(home, values),
                token == null ? null : home.resolve(token).normalize(),
                values.get(BackupSettings.UNAUTHENTICATED));
    }
}
