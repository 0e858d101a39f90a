package dev.muster.raft;

import java.util.function.Consumer;

/** The proposals of a group that have reached the lane and are not answered: a linked list, so that leaving it is cheap. */
final class PendingList {
    private final Pending ends = new Pending();

    PendingList() {
        ends.before = ends;
        ends.after = ends;
    }

    void add(Pending pending) {
        pending.before = ends.before;
        pending.after = ends;
        ends.before.after = pending;
        ends.before = pending;
    }

    /** Takes it out. Returns whether it was in. */
    boolean remove(Pending pending) {
        if (pending.after == null) {
            return false;
        }
        pending.before.after = pending.after;
        pending.after.before = pending.before;
        pending.before = null;
        pending.after = null;
        return true;
    }

    void drain(Consumer<Pending> action) {
        while (ends.after != ends) {
            Pending pending = ends.after;
            remove(pending);
            action.accept(pending);
        }
    }
}
