package dev.muster.raft.log;

import java.util.UUID;

/**
 * A group's handle in the log. The chain counter belongs to the group's lane (while it runs), the records to the log's
 * lane.
 */
public final class LogGroup {
    private final UUID id;
    private final GroupRecords records = new GroupRecords();
    private int chain;

    LogGroup(UUID id) {
        this.id = id;
    }

    /** The group's name. */
    public UUID id() {
        return id;
    }

    int nextChain() {
        return ++chain;
    }

    /** Takes up the chain where the disk left it; before the group's first record in this life. */
    void resumeChain(int reached) {
        chain = reached;
    }

    GroupRecords records() {
        return records;
    }
}
