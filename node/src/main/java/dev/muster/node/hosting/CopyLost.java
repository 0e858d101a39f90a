package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseEntry;
import dev.muster.raft.MemberId;

/** The only copy of a database was on a disk that its server has no more. */
final class CopyLost extends Exception {
    private static final long serialVersionUID = 1;

    /** Whether this member is to be the only copy, is none that begins empty, and is not here: {@code onDisk} is null then. */
    static boolean isLost(DatabaseEntry entry, MemberId member, boolean founder, MemberId onDisk) {
        return onDisk == null
                && !founder
                && entry.allocations().stream().map(MembershipPlan::member).allMatch(member::equals);
    }

    CopyLost(String database) {
        super("the only copy of database '" + database
                + "' was lost with the disk of this server (drop the database, and"
                + " create it again from a backup)");
    }
}
