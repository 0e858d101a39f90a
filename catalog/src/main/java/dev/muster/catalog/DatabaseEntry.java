package dev.muster.catalog;

import java.util.List;
import java.util.UUID;

/**
 * What the catalog says of one database.
 *
 * @param members the ids of the servers that host it as primaries, in the order its group was born with
 * @param seedServerId the server whose store the database starts from, or null if it starts empty
 * @param version grows with each change of this entry, over drops and re-creations too, so that a reconciler can tell a
 *     repeated wish from a new one
 */
public record DatabaseEntry(
        String name,
        UUID databaseId,
        RequestedStatus requestedStatus,
        List<String> members,
        String seedServerId,
        long createdAtMillis,
        long version) {
    /** What was asked for. */
    public enum RequestedStatus {
        ONLINE,
        OFFLINE
    }
}
