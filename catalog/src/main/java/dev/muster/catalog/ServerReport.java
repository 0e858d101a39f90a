package dev.muster.catalog;

import java.util.List;

/**
 * What is known of one server: who and where it is, whether it answers at present, and its reports. {@code boltAddress} is
 * the advertised {@code host:port}.
 */
public record ServerReport(
        String serverId, String name, String boltAddress, boolean available, List<DatabaseReport> databases) {
    public ServerReport {
        databases = List.copyOf(databases);
    }
}
