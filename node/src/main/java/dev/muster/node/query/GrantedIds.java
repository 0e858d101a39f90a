package dev.muster.node.query;

import dev.muster.store.Store;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids that a leader has set aside for what this member's transactions create (decision 0010). They are that leader's to give
 * for its term only; what is made with ids of an earlier one may be told that an id is taken, and is run again. Any thread.
 */
final class GrantedIds implements Store.IdSource {
    /** Enough for nearly every transaction, and few enough that ids stay short. */
    private static final int USUAL = 1 << 16;
    /** More than the changes of one transaction can be. */
    static final int MOST = 1 << 22;

    private final int term;
    private final long endNode;
    private final long endRelationship;
    private final int count;
    private final AtomicLong nextNode;
    private final AtomicLong nextRelationship;
    private volatile boolean exhausted;

    GrantedIds(int term, Members.IdGrant grant) {
        this.term = term;
        this.count = grant.count();
        this.nextNode = new AtomicLong(grant.firstNodeId());
        this.nextRelationship = new AtomicLong(grant.firstRelationshipId());
        this.endNode = grant.firstNodeId() + count;
        this.endRelationship = grant.firstRelationshipId() + count;
    }

    /** How many more to ask a leader of that term for, holding these (or null): 0 as long as there are plenty. */
    static int wanted(GrantedIds held, int term) {
        if (held == null) {
            return USUAL;
        } else if (held.exhausted) {
            return MOST;
        }
        return held.term == term && held.left() >= held.count / 2 ? 0 : held.count;
    }

    private long left() {
        return Math.min(endNode - nextNode.get(), endRelationship - nextRelationship.get());
    }

    int term() {
        return term;
    }

    @Override
    public long nextNodeIds(int wanted) {
        return next(nextNode, endNode, wanted);
    }

    @Override
    public long nextRelationshipIds(int wanted) {
        return next(nextRelationship, endRelationship, wanted);
    }

    private long next(AtomicLong next, long end, int wanted) {
        long first = next.getAndAdd(wanted);
        if (first + wanted > end) {
            exhausted = true;
            throw QueryError.IDS_USED_UP.failure(count);
        }
        return first;
    }
}
