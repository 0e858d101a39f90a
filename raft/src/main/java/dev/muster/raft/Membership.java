package dev.muster.raft;

import java.util.ArrayList;
import java.util.List;

/**
 * Who belongs to a group, as a majority has agreed.
 *
 * @param index the log entry that brought it about; 0 for the members that the group was born with. Whoever changes the
 *     membership says which one is being changed, so that two who change it at the same time cannot both be right
 * @param voters elect the leader and count for majorities
 * @param learners get the log and never vote
 * @param changing whether a change to this has been proposed and is not decided yet
 */
public record Membership(long index, List<MemberId> voters, List<MemberId> learners, boolean changing) {
    public Membership {
        voters = List.copyOf(voters);
        learners = List.copyOf(learners);
    }

    /** Voters, then learners. */
    public List<MemberId> members() {
        List<MemberId> members = new ArrayList<>(voters);
        members.addAll(learners);
        return members;
    }
}
