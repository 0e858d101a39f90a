package dev.muster.raft.wire;

import java.util.UUID;

/**
 * The short form of a heartbeat between members that have nothing else to say to each other, and of its answer.
 *
 * @param term the leader's
 * @param index where the leader's log ends, all of it committed; the answer says that the member's does too
 * @param isAnswer whether a follower says it
 */
public record Beat(UUID group, int term, long index, boolean isAnswer) {}
