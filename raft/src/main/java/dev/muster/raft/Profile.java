package dev.muster.raft;

/**
 * Where the time of a server's proposals goes, of all its groups together, and what it has sent; counted since the start.
 *
 * @param queue from {@link RaftGroup#propose} until the lane takes the proposal
 * @param log from the end of a turn until its records are durable: waiting for the sync before, writing, syncing, and the
 *     way back to the lane
 * @param roundTrip from the moment a leader's request leaves until the follower's answer is there: the network twice, and
 *     the follower's log if the request had entries; of each lane one request per peer at a time
 * @param apply applying one entry to the state machine; of eight one is timed, and counts for all
 * @param framesSent frames handed to the connections to the peers
 * @param bytesSent their bytes
 */
public record Profile(
        StageTimes queue, StageTimes log, StageTimes roundTrip, StageTimes apply, long framesSent, long bytesSent) {
    /** What was counted after {@code earlier}, an older reading of the same server. */
    public Profile since(Profile earlier) {
        return new Profile(
                queue.since(earlier.queue),
                log.since(earlier.log),
                roundTrip.since(earlier.roundTrip),
                apply.since(earlier.apply),
                framesSent - earlier.framesSent,
                bytesSent - earlier.bytesSent);
    }
}
