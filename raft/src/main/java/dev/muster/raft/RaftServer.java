package dev.muster.raft;

import dev.muster.runtime.Lane;
import dev.muster.runtime.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * All consensus groups of one server: the shared write-ahead log, the listening address, the connections to the peers,
 * and the dispatch of messages to groups.
 *
 * <p>Obtained from {@code RaftServers.open}; closing stops all groups and leaves their state on disk.
 */
public interface RaftServer extends AutoCloseable {
    /** Who this server is in every group. */
    MemberId self();

    /** Where it listens; the port is the one really taken. */
    SocketAddress address();

    /**
     * Starts a group on a lane: from its log if there is one, else as born by {@code spec}. Any thread. Throws {@link
     * CorruptLog} if the group's part of the log is damaged before its end; the others are not touched. Throws {@link
     * IllegalStateException} if the spec's life of this server in the group is over, or another one is on disk.
     */
    RaftGroup start(GroupSpec spec, StateMachine stateMachine, Lane lane);

    /** The groups the log knows, started or not. */
    Set<GroupId> groupsOnDisk();

    /** Who this server is in a group that the log knows; null if the log does not know it. */
    MemberId memberOnDisk(GroupId group);

    /** Whether this server ever had an entry or a snapshot of the group, as far as its log goes back. Any thread. */
    boolean hasHistoryOf(GroupId group);

    /**
     * Removes what the log keeps of a group that is not running (a database dropped while this server was down); completes
     * when that is durable. This life of the server in the group is over with it.
     */
    CompletionStage<Void> forget(GroupId group);

    /** Told where the members listen, whenever that is learned; the whole map each time. Any thread. */
    void peers(Map<String, SocketAddress> addressByServerId);

    /** Called once if the log itself fails (a sync failed): nothing is acknowledged any more, the server must end. */
    void onFatal(Consumer<Throwable> listener);

    /** What the log is doing, for metrics. */
    LogMetrics metrics();

    /** Where the time goes, and what was sent, for metrics and measurements. Any thread. */
    Profile profile();

    /** Messages that were dropped because their group does not run here. */
    long messagesForUnknownGroups();

    /** Frames that were dropped because they were meant for this server before, or after, its disk was wiped. */
    long messagesForOtherLives();

    /**
     * Stops all groups, leaves their state on disk and lets the address and the directory go; completes when that is
     * done. Any thread, nothing blocks.
     */
    CompletionStage<Void> shutDown();

    /** {@linkplain #shutDown Shuts down} without waiting. */
    @Override
    void close();

    /**
     * Counters since the start: syncs, bytes appended, segments on disk; whether the log refuses writes for lack of space; and the
     * memory that the entries of all groups take.
     */
    record LogMetrics(long syncs, long bytesAppended, int segments, boolean full, long entryBytes, String tailRepair) {}

    /** A group's records are damaged before the tail of the log. */
    final class CorruptLog extends RuntimeException {
        private static final long serialVersionUID = 1;

        public CorruptLog(String message) {
            super(message);
        }
    }
}
