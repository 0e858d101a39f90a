package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.raft.RaftServer;
import dev.muster.store.CorruptStore;

/** What of a database on this server's disk cannot be trusted, and so what it takes to have it here again. */
enum Damage {
    NONE,
    /** The next start that somebody asks for fetches a copy from the others. */
    STORE,
    /**
     * What this server promised in the group may be lost with its log. It must not take part any more as who it was: the next
     * start that somebody asks for has the group take it out, so that it comes back in another life.
     */
    LOG;

    static Damage of(Throwable reason) {
        if (reason instanceof CorruptStore) {
            return STORE;
        }
        return reason instanceof RaftServer.CorruptLog || reason instanceof CopyLost ? LOG : NONE;
    }

    CurrentStatus statusOfStopped() {
        return this == NONE ? CurrentStatus.OFFLINE : CurrentStatus.DIRTY;
    }
}
