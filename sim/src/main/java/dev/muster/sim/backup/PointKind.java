package dev.muster.sim.backup;

/** What a client of backups does that can go wrong: every operation of its disk, and every message. */
enum PointKind {
    READ,
    WRITE,
    SYNC,
    /** Making, renaming and removing files and directories. */
    NAME,
    SENT,
    RECEIVED;

    boolean isOfDisk() {
        return this != SENT && this != RECEIVED;
    }
}
