package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.raft.MemberId;

/** The only copy of a database was on a disk that its server has no more. */
final class CopyLost extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether a copy is to be the only one, is none that begins empty, and is not here. {@code onDisk} is null for nothing. */
    static boolean isLost(DatabaseEntry entry, boolean founder, MemberId onDisk) {
        return onDisk == null && !founder && entry.allocations().size() == 1;
    }

    CopyLost(String database) {
        super("the only copy of database '" + database
                + "' was lost with the disk of this server (drop the database, and"
                + " create it again from a backup)");
    }
}
