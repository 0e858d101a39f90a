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

    /** A group has begun to run there. */
    default void started(String server, RaftGroup group) {}

    /** An entry was written to the log and may still be lost in a power cut. {@code mark} tells it from any other. */
    default void wrote(String server, UUID group, long index, long mark) {}

    /** An entry that was written is durable. */
    default void synced(String server, UUID group, long index, long mark) {}

    /** The power went and came back: only what is told from now on, or was synced before, is on the disk. */
    default void lostPower(String server) {}

    /** An entry is about to be applied, hence committed and soon acknowledged. */
    default void applying(String server, RaftGroup group, long index) {}
}
