package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseEntry;
import java.util.UUID;

/** How a server comes to the store of a database it should run: a pure decision over what lies on the disk. */
enum StoreOpening {
    /** The store is there and belongs to the database. */
    OPEN,
    /** Nothing is there and the database is new: an empty store is made. */
    CREATE,
    /** This server has the store the database is to start from, under another database id: it is taken over. */
    ADOPT,
    /** The store has to come from another member. */
    COPY,
    /** Another database's store lies in the way; it is put aside, then the decision is made again. */
    SET_ASIDE,
    /**
     * The store of a database lies in the way in which this server still takes part. The catalog may be older than that database
     * (after a loss of power it begins at its last checkpoint), or that database is about to go: later it will be known.
     */
    WAIT,
    /** This server should have the store the database starts from, and has not. */
    SEED_MISSING;

    /**
     * @param founder whether the group is born with this server; to any other it gives a copy once it has let it join
     * @param storeDatabaseId the database id of the store on disk, or null if there is none
     * @param storeInUse whether the log knows the group of that database
     * @param groupKnown whether the log already knows the database's group, so that it is not new here
     */
    static StoreOpening decide(
            DatabaseEntry entry,
            boolean founder,
            String self,
            UUID storeDatabaseId,
            boolean storeInUse,
            boolean groupKnown) {
        if (entry.databaseId().equals(storeDatabaseId)) {
            return OPEN;
        }
        String seed = founder ? entry.seedServerId() : null;
        boolean seedsHere = self.equals(seed);
        if (storeDatabaseId != null && storeInUse) {
            return WAIT;
        }
        if (storeDatabaseId != null) {
            return seedsHere && !groupKnown ? ADOPT : SET_ASIDE;
        }
        if (groupKnown || (seed != null && !seedsHere)) {
            return entry.members().size() == 1 ? SEED_MISSING : COPY;
        }
        return seedsHere ? SEED_MISSING : CREATE;
    }
}
