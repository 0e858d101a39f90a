package dev.muster.runtime.sim;

/** What a disk does; each takes its own time and fails by its own chance. */
public enum DiskOperation {
    /** Reading a file. */
    READ(Kind.READ),
    /** Writing into a file, or making it longer or shorter. */
    WRITE(Kind.WRITE),
    /** Syncing a file or a directory. */
    SYNC(Kind.SYNC),
    /** Making, renaming and removing files and directories. */
    NAME(Kind.NAME);

    final Kind kind;

    DiskOperation(Kind kind) {
        this.kind = kind;
    }
}
