package dev.muster.sim.cluster;

import dev.muster.raft.RaftGroup;
import java.util.UUID;

/**
 * Told what the consensus of each server writes, syncs and applies, at the very moment. What it throws would go into the
 * server that is watched, so it throws nothing.
 */
public interface ConsensusObserver {
    /** Looks at nothing. */
    ConsensusObserver NOBODY = new ConsensusObserver() {};

    /** A process has begun, under this id in its groups. */
    default void began(String server, String serverId) {}

    /** A group has begun to run there, in that life of the server in it. */
    default void started(String server, RaftGroup group, long life) {}

    /** An entry was written to the log and may still be lost in a power cut. {@code mark} tells it from any other. */
    default void wrote(String server, UUID group, long index, long mark) {}

    /** An entry that was written is durable. */
    default void synced(String server, UUID group, long index, long mark) {}

    /** That a server is in this term, and for whom it votes in it (null: nobody yet), is durable. */
    default void keptVote(String server, UUID group, int term, String votedFor) {}

    /**
     * That a server has left a group is durable, and that all it kept of it is void. It may join again as another member,
     * which knows nothing of this one's votes.
     */
    default void forgot(String server, UUID group) {}

    /** All that a server kept of any group is gone with its disk. Its process has ended. */
    default void lostDisk(String server) {}

    /** A message is on its way by which a server votes for another, or, as a candidate, for itself. */
    default void votes(String server, UUID group, int term, String votedFor) {}

    /** An entry is about to be applied, hence committed and soon acknowledged. */
    default void applying(String server, RaftGroup group, long index, byte[] payload) {}
}
