package dev.muster.catalog;

import java.util.List;

/**
 * What is known of one server: who and where it is, whether it answers at present, and its reports.
 *
 * @param version of the program that it runs, or ran when it was last heard
 * @param boltAddress the advertised {@code host:port}, or null
 */
public record ServerReport(
        String serverId,
        String name,
        String version,
        String boltAddress,
        boolean available,
        List<DatabaseReport> databases) {
    public ServerReport {
        databases = List.copyOf(databases);
    }
}
