package dev.muster.raft;

/**
 * What a group's log is applied to: one database's store. All methods are called on the group's lane.
 *
 * <p><b>Durability.</b> The log may be cut only below an index that {@link #checkpoint} made durable here. After a crash
 * the state machine comes back with some {@link #appliedIndex} at or above its last checkpoint, and the group hands it
 * every committed entry above it again.
 *
 * <p><b>Lagging.</b> A member so far behind that the leader's log no longer reaches back is not sent the state through
 * Raft: it is told {@link #copyNeeded} and fetches the store itself (DESIGN, D10).
 */
public interface StateMachine {
    /** The index of the last entry that is contained in the state; 0 if none. Entries at or below it are not applied again. */
    long appliedIndex();

    /**
     * Applies one committed entry. Deterministic: the same on every member. The result goes to the proposer if it is on
     * this member. {@code payload} is empty for an entry that only opens a new leader's term; it still moves the applied
     * index. A throw is a broken invariant and stops the group here.
     */
    Object apply(long index, byte[] payload);

    /**
     * Makes the state, which contains exactly the entries up to {@code index}, durable, so that the log before may go.
     * Returns a small descriptor (at most some hundred bytes) that a lagging member is shown.
     */
    byte[] checkpoint(long index);

    /**
     * A {@link #checkpoint} will be asked for: what takes long of it may be done ahead without blocking the lane, while entries are
     * applied. Must call {@code ready} on the lane once that is over, whether it went well or not.
     */
    default void checkpointAhead(Runnable ready) {
        ready.run();
    }

    /**
     * This member lags behind what the others' logs still hold. Must bring the state to {@code index} or beyond (a store
     * copy from {@code source} or any other member), durably, and then call {@code done} on the lane; calls of {@link
     * #apply} do not happen meanwhile. Until then the member answers nothing for this step and is asked again.
     */
    void copyNeeded(long index, byte[] descriptor, MemberId source, Runnable done);

    /** The member's role, term or known leader changed. For reporting: must return at once. */
    void roleChanged(RaftStatus status);

    /**
     * The group cannot go on here (corrupt log, failed apply or sync); it has stopped and touches nothing any more. The
     * other groups of the server go on unless the log itself failed, which {@link RaftServer} reports.
     */
    void failed(String reason, Throwable cause);
}
