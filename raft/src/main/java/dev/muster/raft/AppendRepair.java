package dev.muster.raft;

import io.microraft.RaftEndpoint;
import io.microraft.RaftNodeStatus;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.log.RaftLog;
import io.microraft.impl.state.FollowerState;
import io.microraft.impl.state.LeaderState;
import io.microraft.impl.state.RaftState;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.groupop.RaftGroupOp;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.RaftMessage;
import java.util.List;

/**
 * What MicroRaft 0.7 does wrong around appends, put right from outside on the messages' way (facts/raft.md 4.9, 4.10):
 *
 * <ul>
 *   <li>A member that restarts with a snapshot and only uncommitted entries behind it refuses every append that starts at
 *       the snapshot, because it looks for that index in its entries only. May go when 0.8 is on Maven Central.
 *   <li>A snapshot soon after the log was cut, or began with a snapshot, makes the ring claim entries from before, which are
 *       null. A leader that is to send one of them fails whenever it is to send anything to anybody: it loses its followers, and
 *       whoever has the same hole and succeeds it fails likewise.
 *   <li>A member that has cut its log refuses what starts before the cut, though it is committed and so the same; a leader
 *       that has missed its last answers never goes forward again.
 *   <li>A leader goes back one index per refusal; here the refusal says how far back it may go at once.
 *   <li>A leader never unlearns how far a member's log matches, so that a member whose disk has lost the end of its log is
 *       refused for as long as that leader leads.
 *   <li>A learner whose log is empty may be sent the log from its beginning, which says nothing of what the state was born
 *       with (a seed). Ours begins with a copy of the state always: the leader first lets its log go.
 * </ul>
 *
 * Lane only.
 */
final class AppendRepair {
    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();
    /** The next index from which the library sees that a member needs the snapshot, unless the log has its first entry. */
    private static final long SEND_SNAPSHOT = 1;

    private final RaftNodeImpl node;
    private final GroupStore store;
    private final SnapshotTrigger snapshots;
    /** While a rewritten request is handled: the index that its success must report; 0 otherwise. */
    private long reportIndex;

    AppendRepair(RaftNodeImpl node, GroupStore store, SnapshotTrigger snapshots) {
        this.node = node;
        this.store = store;
        this.snapshots = snapshots;
    }

    /** Handles an append, rewritten if it starts at the snapshot or before what is left of the log. */
    void handle(AppendEntriesRequest received) {
        RaftState state = node.state();
        RaftLog log = state.log();
        if (received.getTerm() < state.term()) {
            node.handle(received);
            return;
        }
        AppendEntriesRequest request = startsInWhatWasCut(received, log) ? fromSnapshot(received, log) : received;
        long start = request.getPreviousLogIndex();
        boolean startsAtSnapshot = start > 0
                && start == log.snapshotIndex()
                && request.getPreviousLogTerm() == log.snapshotEntry().getTerm()
                && !log.containsLogEntry(start)
                && log.lastLogOrSnapshotIndex() > start;
        if (!startsAtSnapshot) {
            node.handle(request);
        } else if (request.getLogEntries().isEmpty()) {
            probeAtSnapshot(request);
        } else {
            entriesAfterSnapshot(request, log);
        }
    }

    private boolean startsInWhatWasCut(AppendEntriesRequest request, RaftLog log) {
        long start = request.getPreviousLogIndex();
        return start < log.snapshotIndex() && !isHeld(Math.max(1, start));
    }

    /** Whether an entry is really in the ring, which may claim to have some that were never in it. */
    private boolean isHeld(long index) {
        return index > store.cutUntil() && node.state().log().containsLogEntry(index);
    }

    /** The same request without what the snapshot holds: that is committed, so a leader of this term has it, too. */
    private static AppendEntriesRequest fromSnapshot(AppendEntriesRequest request, RaftLog log) {
        long snapshot = log.snapshotIndex();
        List<LogEntry> behind = request.getLogEntries().stream()
                .filter(entry -> entry.getIndex() > snapshot)
                .toList();
        return rewritten(request, log.snapshotEntry().getTerm(), snapshot, request.getCommitIndex(), behind);
    }

    /** Everything up to the snapshot is committed, so it matches; a request from index 0 is accepted without a look. */
    private void probeAtSnapshot(AppendEntriesRequest request) {
        reportIndex = request.getPreviousLogIndex();
        try {
            node.handle(rewritten(request, 0, 0, 0, List.of()));
        } finally {
            reportIndex = 0;
        }
    }

    private void entriesAfterSnapshot(AppendEntriesRequest request, RaftLog log) {
        List<LogEntry> entries = request.getLogEntries();
        LogEntry first = entries.get(0);
        LogEntry own = log.getLogEntry(first.getIndex());
        if (own.getTerm() == first.getTerm()) {
            node.handle(rewritten(
                    request,
                    first.getTerm(),
                    first.getIndex(),
                    request.getCommitIndex(),
                    entries.subList(1, entries.size())));
            return;
        }
        // A conflict (Raft paper §5.3): without the entries behind it the snapshot is the last entry, and that is
        // checked.
        if (request.getTerm() > node.state().term()) {
            node.toFollower(request.getTerm()); // a leader cannot take back its own promotion
        }
        List<LogEntry> cut = log.truncateEntriesFrom(first.getIndex());
        node.state().invalidateFuturesFrom(first.getIndex(), node.newNotLeaderException());
        if (cut.stream().anyMatch(entry -> entry.getOperation() instanceof RaftGroupOp)) {
            node.setStatus(RaftNodeStatus.ACTIVE);
            node.revertGroupMembers();
        }
        node.handle(request);
    }

    /** The same request without entries and commit: it keeps the leader known and moves nothing. */
    static AppendEntriesRequest heartbeatOnly(AppendEntriesRequest request) {
        return rewritten(request, request.getPreviousLogTerm(), request.getPreviousLogIndex(), 0, List.of());
    }

    private static AppendEntriesRequest rewritten(
            AppendEntriesRequest request, int previousTerm, long previousIndex, long commit, List<LogEntry> entries) {
        return MODEL.createAppendEntriesRequestBuilder()
                .setGroupId(request.getGroupId())
                .setSender(request.getSender())
                .setTerm(request.getTerm())
                .setPreviousLogTerm(previousTerm)
                .setPreviousLogIndex(previousIndex)
                .setCommitIndex(commit)
                .setLogEntries(entries)
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .build();
    }

    /** A message on its way out. */
    RaftMessage outgoing(RaftMessage message) {
        if (reportIndex == 0 || !(message instanceof AppendEntriesSuccessResponse response)) {
            return message;
        }
        return reporting(response, reportIndex);
    }

    private static AppendEntriesSuccessResponse reporting(AppendEntriesSuccessResponse response, long lastIndex) {
        return MODEL.createAppendEntriesSuccessResponseBuilder()
                .setGroupId(response.getGroupId())
                .setSender(response.getSender())
                .setTerm(response.getTerm())
                .setLastLogIndex(lastIndex)
                .setQuerySequenceNumber(response.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(response.getFlowControlSequenceNumber())
                .build();
    }

    /** How far up this member's log may match the leader's, for a refusal on its way out; -1 for other messages. */
    long matchHint(RaftMessage message) {
        if (!(message instanceof AppendEntriesFailureResponse refusal)) {
            return -1;
        }
        RaftState state = node.state();
        RaftLog log = state.log();
        long index = Math.min(refusal.getExpectedNextIndex() - 1, log.lastLogOrSnapshotIndex());
        LogEntry entry = held(index);
        if (entry == null || index < refusal.getExpectedNextIndex() - 1) {
            return Math.max(index, state.commitIndex());
        }
        // The entry there is of another term: none of that term's entries needs to be tried.
        int term = entry.getTerm();
        while (entry != null && entry.getTerm() == term && index > state.commitIndex()) {
            index--;
            entry = held(index);
        }
        return Math.max(index, state.commitIndex());
    }

    private LogEntry held(long index) {
        return index > 0 && isHeld(index) ? node.state().log().getLogEntry(index) : null;
    }

    /**
     * A snapshot is about to be taken: from then on the ring claims what it never held. Members that were to get something
     * of it are to get the snapshot.
     */
    void beforeSnapshot(long index) {
        LeaderState leader = node.state().leaderState();
        if (leader != null) {
            leader.getFollowerStates().values().stream()
                    .filter(follower -> isInHole(follower.nextIndex(), index))
                    .forEach(follower -> follower.nextIndex(SEND_SNAPSHOT));
        }
    }

    /** Handles a success. One that would lead into the hole comes from before the snapshot and says nothing new. */
    void handle(AppendEntriesSuccessResponse success) {
        long next = success.getLastLogIndex() + 1;
        boolean useless = next > 1 && isInHole(next, node.state().log().snapshotIndex());
        node.handle(useless ? reporting(success, 0) : success);
    }

    /** Handles a refusal: goes back to where the follower says at once. */
    void handle(AppendEntriesFailureResponse refusal, long matchHint) {
        LeaderState leader = node.state().leaderState();
        FollowerState follower = leader == null ? null : leader.getFollowerStateOrNull(refusal.getSender());
        if (follower == null
                || refusal.getTerm() > node.state().term()
                || refusal.getExpectedNextIndex() != follower.nextIndex()) {
            node.handle(refusal);
            return;
        }
        if (matchHint >= 0 && matchHint < follower.matchIndex()) {
            follower.matchIndex(0); // it has lost what it had; what is committed stays committed
        }
        long next = next(follower, matchHint);
        if (next == SEND_SNAPSHOT && isLogSentWhole(refusal.getSender())) {
            answered(follower, refusal);
            snapshots.ask();
        } else if (next != SEND_SNAPSHOT && next <= follower.matchIndex()) {
            node.handle(refusal); // says that this cannot be
        } else {
            answered(follower, refusal);
            follower.nextIndex(next);
            node.sendAppendEntriesRequest(refusal.getSender());
        }
    }

    private void answered(FollowerState follower, AppendEntriesFailureResponse refusal) {
        node.tryAckQuery(refusal.getQuerySequenceNumber(), refusal.getSender());
        follower.responseReceived(
                refusal.getFlowControlSequenceNumber(), node.getClock().millis());
    }

    /** Whether a learner without a log would get all entries from the first on instead of a snapshot. */
    private boolean isLogSentWhole(RaftEndpoint member) {
        return !node.state().isVotingMember(member) && node.state().log().containsLogEntry(1);
    }

    private long next(FollowerState follower, long matchHint) {
        long next = follower.nextIndex() - 1;
        if (matchHint >= 0) {
            next = Math.min(next, matchHint + 1);
        }
        return isInHole(next, node.state().log().snapshotIndex()) ? SEND_SNAPSHOT : next;
    }

    /** Whether a request that begins with an entry needs one which the ring claims to have and has not. */
    private boolean isInHole(long next, long snapshotIndex) {
        return next <= snapshotIndex && next - 1 <= store.cutUntil();
    }
}
