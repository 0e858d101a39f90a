package dev.muster.raft;

import io.microraft.RaftNodeStatus;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftGroupMembersState;
import io.microraft.impl.state.RaftState;

/**
 * A change of the membership that this member has in its log and does not know to be decided. MicroRaft 0.7 takes over the
 * membership of a snapshot on the silent assumption that there is none: with assertions it breaks off half-way, without
 * them it forgets to take back a promotion. So the change is laid aside meanwhile, and taken up again if its entry is still
 * in the log after the snapshot. Lane only.
 */
final class PreparedChange {
    private final RaftNodeImpl node;

    PreparedChange(RaftNodeImpl node) {
        this.node = node;
    }

    /** Runs a task that may install a snapshot. */
    void aside(Runnable task) {
        RaftState state = node.state();
        RaftGroupMembersState prepared = state.effectiveGroupMembers();
        if (prepared == state.committedGroupMembers()) {
            task.run();
            return;
        }
        node.setStatus(RaftNodeStatus.ACTIVE);
        node.revertGroupMembers();
        task.run();
        if (prepared.getLogIndex() > state.log().snapshotIndex()
                && state.log().containsLogEntry(prepared.getLogIndex())) {
            node.setStatus(RaftNodeStatus.UPDATING_RAFT_GROUP_MEMBER_LIST);
            node.updateGroupMembers(prepared.getLogIndex(), prepared.getMembers(), prepared.getVotingMembers());
        }
    }
}
