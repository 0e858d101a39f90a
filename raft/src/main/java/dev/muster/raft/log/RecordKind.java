package dev.muster.raft.log;

/** What a record says about its group. The ordinal is on disk: only append. */
public enum RecordKind {
    /** Begins a write; belongs to no group; its index is the batch's number. */
    BATCH,
    /** Who this member is and whether it votes. */
    IDENTITY,
    /** The members the group was born with. */
    MEMBERS,
    /** The current term and the vote in it. */
    TERM,
    /** One log entry. */
    ENTRY,
    /** The entries at and above the index are gone. */
    CUT_FROM,
    /** The entries at and below the index are gone. */
    CUT_UNTIL,
    /** The state up to the index is in a checkpoint, which the payload describes. */
    SNAPSHOT,
    /** This life of the group, which the index names, is over: all earlier records are void. Only an identity may follow. */
    FORGOTTEN;

    private static final RecordKind[] KINDS = values();

    /** The kind of that number, or null. */
    static RecordKind of(int number) {
        return number >= 0 && number < KINDS.length ? KINDS[number] : null;
    }
}
