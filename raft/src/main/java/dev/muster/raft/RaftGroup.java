package dev.muster.raft;

import java.util.concurrent.CompletionStage;

/**
 * One database's consensus group on this server: takes proposals, has them made durable on a majority, and applies them
 * in order.
 *
 * <p><b>Lane.</b> {@link #propose}, {@link #barrier} and {@link #status} may be called from any thread; their stages
 * complete on the group's lane. Nothing blocks.
 *
 * <p><b>Durability.</b> Term, vote and entries are synced before any message or completion that depends on them leaves
 * this server (Raft paper §5.1, §5.2, §5.4).
 */
public interface RaftGroup {
    GroupId id();

    /**
     * Proposes an entry. Completes with what {@link StateMachine#apply} returned here, once the entry is durable on a
     * majority and applied on this member. Fails with {@link RaftException.NotLeader} or {@link
     * RaftException.Overloaded} if nothing happened, with {@link RaftException.OutcomeUnknown} if the entry may still be
     * committed, with {@link RaftException.Stopped} if the group does not run here.
     */
    CompletionStage<Object> propose(byte[] payload);

    /**
     * Completes, on the leader, with an index that is committed and applied here, after a majority has confirmed that
     * this member still leads: what was acknowledged before the call can be read after it. Fails like {@link #propose}.
     */
    CompletionStage<Long> barrier();

    /** The last known state; at most one lane turn old. */
    RaftStatus status();

    /** Hands leadership to another member; completes when that happened. Fails with {@link RaftException} otherwise. */
    CompletionStage<Void> transferLeadership(MemberId target);

    /**
     * Adds a member that gets the log and does not vote; it must be, or be started, as {@linkplain GroupSpec#joining
     * joining}, and always begins with a copy of the state ({@link StateMachine#copyNeeded}). At most two learners at a
     * time: the library has no more.
     *
     * <p>This and the other changes: on the leader only; one at a time; {@code expectedMembership} is the index of the
     * {@link Membership} that the caller has looked at. Complete with the new membership once a majority has it. Fail with
     * {@link RaftException.ChangeRefused}, {@link RaftException.NotLeader} or {@link RaftException.Overloaded} if nothing
     * happened, with {@link RaftException.OutcomeUnknown} if the change may still come about.
     */
    CompletionStage<Membership> addLearner(MemberId member, long expectedMembership);

    /** Lets a learner vote. Refused unless it answers and has nearly all entries (all but 256). See {@link #addLearner}. */
    CompletionStage<Membership> promote(MemberId learner, long expectedMembership);

    /**
     * Removes a voter or a learner. Refused for the leader, which must hand leadership over first, and where too few of the
     * remaining voters answer. The removed member is not told: whoever removes it {@linkplain #destroy destroys} its copy;
     * until then it asks for pre-votes in vain and disturbs nobody. See {@link #addLearner}.
     */
    CompletionStage<Membership> remove(MemberId member, long expectedMembership);

    /**
     * Lets a learner hear nothing of the group, or hear it again: meanwhile its state stays as it is, and afterwards it gets what it
     * lacks as a member does that was cut off. Of use to learners only: a voter's group would miss it. Until the group is stopped
     * here. Any thread; takes effect on the lane.
     */
    void pause(boolean paused);

    /** Takes a checkpoint now and lets the log before it go. Completes with the checkpoint's index. */
    CompletionStage<Long> takeSnapshot();

    /** Leaves the group's state as it is and stops taking part; everything pending fails with Stopped or OutcomeUnknown. */
    CompletionStage<Void> stop();

    /**
     * {@linkplain #stop Stops} and removes the group's term, vote and entries for ever; late messages are ignored. The server
     * may join the group again in a later life ({@link GroupSpec#self}).
     */
    CompletionStage<Void> destroy();
}
