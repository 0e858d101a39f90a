package dev.muster.raft;

/**
 * How a server's groups behave. Times are milliseconds of real time; the library only sees whole seconds, so the server
 * scales the clock it shows to it (facts/raft.md 4.3).
 *
 * @param heartbeatMillis how often a leader shows itself
 * @param electionTimeoutMillis silence after which followers look for a new leader; at least twice the heartbeat
 * @param entriesBeforeSnapshot applied entries of a group after which a checkpoint is taken; at least 2,000 (facts/raft.md 4.9)
 * @param pendingEntriesMax proposals in flight per group before they are refused
 * @param entryBytesMax the largest payload
 * @param segmentBytes size of one preallocated file of the write-ahead log, and of entries of a group after which a checkpoint is
 *     taken
 * @param memoryBytes the most that the entries of all groups may take in memory; at half of it the largest groups take
 *     checkpoints
 */
public record RaftSettings(
        int heartbeatMillis,
        int electionTimeoutMillis,
        int entriesBeforeSnapshot,
        int pendingEntriesMax,
        int entryBytesMax,
        int segmentBytes,
        long memoryBytes) {
    /** Sub-second failover, 64 MiB segments, 256 MiB of entries in memory. */
    public static RaftSettings defaults() {
        return new RaftSettings(150, 600, 5_000, 2_048, 32 * 1024 * 1024, 64 * 1024 * 1024, 256L << 20);
    }

    public RaftSettings {
        if (heartbeatMillis < 1 || electionTimeoutMillis < 2 * heartbeatMillis) {
            throw new IllegalArgumentException("the election timeout (" + electionTimeoutMillis
                    + " ms) must be at least twice the heartbeat (" + heartbeatMillis + " ms)");
        }
        if (entriesBeforeSnapshot < 2_000) {
            throw new IllegalArgumentException("entries before a snapshot: " + entriesBeforeSnapshot + " < 2000");
        }
    }
}
