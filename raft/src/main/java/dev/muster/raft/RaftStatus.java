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
        List<MemberId> members,
        long snapshotIndex,
        long appliedIndex,
        long commitIndex,
        long lastIndex,
        List<FollowerProgress> followers) {
    /** How far one follower's log is known to match the leader's. */
    public record FollowerProgress(MemberId member, long matchIndex) {}
}
