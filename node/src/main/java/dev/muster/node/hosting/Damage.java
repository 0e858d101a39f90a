package dev.muster.node.hosting;

import dev.muster.catalog.DatabaseReport.CurrentStatus;
import dev.muster.raft.RaftException;
import dev.muster.raft.RaftServer;
import dev.muster.store.CorruptStore;
import java.io.IOException;

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

    /**
     * Whether a database stopped in its work for a reason that has nothing to do with the disk, the machine or consensus: it would meet it again
     * at each start, since the same entry is applied again.
     */
    static boolean isOfTheProgram(Throwable reason) {
        for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error
                    || cause instanceof IOException
                    || cause instanceof CorruptStore
                    || cause instanceof RaftException) {
                return false;
            }
        }
        return reason != null && of(reason) == NONE;
    }

    CurrentStatus statusOfStopped() {
        return this == NONE ? CurrentStatus.OFFLINE : CurrentStatus.DIRTY;
    }
}
