package dev.muster.sim.seam;

import dev.muster.raft.GroupId;
import dev.muster.raft.MemberId;
import dev.muster.raft.Membership;
import dev.muster.raft.RaftGroup;
import dev.muster.raft.RaftStatus;
import java.util.concurrent.CompletionStage;

/** A group that does what another one does, to be observed or made wrong in one place. */
public class ForwardingGroup implements RaftGroup {
    protected final RaftGroup group;

    public ForwardingGroup(RaftGroup group) {
        this.group = group;
    }

    @Override
    public GroupId id() {
        return group.id();
    }

    @Override
    public CompletionStage<Object> propose(byte[] payload) {
        return group.propose(payload);
    }

    @Override
    public CompletionStage<Long> barrier() {
        return group.barrier();
    }

    @Override
    public RaftStatus status() {
        return group.status();
    }

    @Override
    public CompletionStage<Void> transferLeadership(MemberId target) {
        return group.transferLeadership(target);
    }

    @Override
    public CompletionStage<Membership> addLearner(MemberId member, long expectedMembership) {
        return group.addLearner(member, expectedMembership);
    }

    @Override
    public CompletionStage<Membership> promote(MemberId learner, long expectedMembership) {
        return group.promote(learner, expectedMembership);
    }

    @Override
    public CompletionStage<Membership> remove(MemberId member, long expectedMembership) {
        return group.remove(member, expectedMembership);
    }

    @Override
    public void pause(boolean paused) {
        group.pause(paused);
    }

    @Override
    public CompletionStage<Long> takeSnapshot() {
        return group.takeSnapshot();
    }

    @Override
    public CompletionStage<Void> stop() {
        return group.stop();
    }

    @Override
    public CompletionStage<Void> destroy() {
        return group.destroy();
    }
}
