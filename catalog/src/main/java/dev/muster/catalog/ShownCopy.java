package dev.muster.catalog;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import java.util.List;

/**
 * One row of SHOW DATABASES before it is put into a generation's words: a database on one server.
 *
 * @param address null if the server does not answer
 * @param role in the vocabulary's words
 * @param readOnly whether the server refuses writes, by its settings or by ALTER DATABASE
 * @param report what the server said of it, or null
 * @param replicationLag transactions behind the best copy (0 or less), or null if unknown
 */
record ShownCopy(
        CatalogGraph.Stored stored,
        List<String> aliases,
        boolean isDefault,
        boolean isHome,
        String serverId,
        String address,
        String role,
        boolean writer,
        boolean readOnly,
        CurrentStatus status,
        String message,
        DatabaseReport report,
        Long replicationLag,
        long primariesOnline,
        long secondariesOnline) {}
