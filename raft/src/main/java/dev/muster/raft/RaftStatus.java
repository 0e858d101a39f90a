package dev.muster.raft;

import java.util.List;

/**
 * What a member knows of its group at one moment. {@code leader} is null while unknown. Indexes start at 1; 0 means none.
 * {@code followers} is filled on the leader only: how far each other member's log is known to reach.
 */
public record RaftStatus(
        Role role,
        int term,
        MemberId leader,
        Membership membership,
        long snapshotIndex,
        long appliedIndex,
        long commitIndex,
        long lastIndex,
        List<FollowerProgress> followers) {
    /**
     * How far one follower's log is known to match the leader's; 0 while unknown. {@code answering} says whether the leader
     * has heard of it within the election timeout.
     */
    public record FollowerProgress(MemberId member, long matchIndex, boolean answering) {}

    /** Voters, then learners. */
    public List<MemberId> members() {
        return membership.members();
    }

    /** How many entries a member, seen from the leader, lacks of what is committed; -1 if it is not known here. */
    public long lag(MemberId member) {
        if (role == Role.LEADER && member.equals(leader)) {
            return commitIndex - appliedIndex;
        }
        return followers.stream()
                .filter(follower -> follower.member().equals(member))
                .mapToLong(follower -> Math.max(0, commitIndex - follower.matchIndex()))
                .findFirst()
                .orElse(-1);
    }
}
