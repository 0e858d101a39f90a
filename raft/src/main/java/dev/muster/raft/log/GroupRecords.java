package dev.muster.raft.log;

import java.util.function.ObjIntConsumer;

/** Where a group's live records are. Log lane only; what is volatile may be looked at from anywhere. */
final class GroupRecords {
    /** A small record that is carried into each new segment. */
    record Small(long index, int term, byte[] payload) {}

    volatile Small identity;
    Small members;
    Small term;
    Small snapshot;
    Small cutUntil;
    volatile boolean forgotten;
    /** The last life that was forgotten; -1 if none was. */
    volatile long forgottenLife = -1;
    /** The segment that holds the tombstone itself: with it gone, nothing older is left that it must void. */
    int forgottenIn;
    /** Whether there is, or ever was, an entry or a snapshot. */
    volatile boolean eventful;
    /** Why the group cannot be started, or null. */
    volatile String damage;
    /** The chain number of the last record that was written. */
    int chain;

    final EntryPlaces entries = new EntryPlaces();

    /** Takes in a record that was written to {@code segment} at {@code position}. */
    void apply(RecordKind kind, long index, int recordTerm, Segment segment, int position, int length, byte[] payload) {
        switch (kind) {
            case IDENTITY -> live(new Small(index, recordTerm, payload));
            case MEMBERS -> members = new Small(index, recordTerm, payload);
            case TERM -> term = new Small(index, recordTerm, payload);
            case ENTRY -> entry(index, segment, position, length);
            case CUT_FROM -> entries.cutFrom(index);
            case CUT_UNTIL -> {
                cutUntil = new Small(index, recordTerm, payload);
                entries.cutUntil(index);
            }
            case SNAPSHOT -> {
                happened();
                if (snapshot == null || index >= snapshot.index()) {
                    snapshot = new Small(index, recordTerm, payload);
                }
            }
            case FORGOTTEN -> forget(segment.number(), index);
            case BATCH -> throw new IllegalArgumentException("a batch record belongs to no group");
        }
    }

    /** Takes in an entry that was written there. */
    void entry(long index, Segment segment, int position, int length) {
        happened();
        entries.put(index, segment, position, length);
    }

    private void happened() {
        if (!eventful) { // written once: a write of it for each entry would cost more than the entry
            eventful = true;
        }
    }

    /** After a forgotten life this begins a new one. */
    private void live(Small who) {
        identity = who;
        forgotten = false;
        forgottenIn = 0;
    }

    private void forget(int segment, long life) {
        forgotten = true;
        forgottenLife = Math.max(forgottenLife, life);
        forgottenIn = forgottenIn == 0 ? segment : forgottenIn;
        identity = null;
        members = null;
        term = null;
        snapshot = null;
        cutUntil = null;
        damage = null;
        entries.clear();
    }

    /** Whether there is enough to start from. */
    boolean isBorn() {
        return identity != null && members != null;
    }

    /** Each small record that must not get lost. */
    void forEachSmall(SmallVisitor visitor) {
        visit(RecordKind.IDENTITY, identity, visitor);
        visit(RecordKind.MEMBERS, members, visitor);
        visit(RecordKind.TERM, term, visitor);
        visit(RecordKind.SNAPSHOT, snapshot, visitor);
        visit(RecordKind.CUT_UNTIL, cutUntil, visitor);
    }

    private static void visit(RecordKind kind, Small small, SmallVisitor visitor) {
        if (small != null) {
            visitor.visit(kind, small);
        }
    }

    /** Calls {@code action} with the place of each entry in {@code segment}. */
    void entriesIn(int segment, ObjIntConsumer<Long> action) {
        entries.forEachIn(segment, action);
    }

    interface SmallVisitor {
        void visit(RecordKind kind, Small small);
    }
}
