package dev.muster.raft;

/** What a member is in its group at the moment (Raft paper §5.1); a learner gets the log and never votes. */
public enum Role {
    LEADER,
    FOLLOWER,
    CANDIDATE,
    LEARNER
}
