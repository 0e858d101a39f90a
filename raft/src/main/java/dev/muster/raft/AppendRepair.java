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
 *   <li>A snapshot soon after the one that the log began with makes the ring claim entries before it, which are null; a
 *       leader that goes back into that hole fails on each heartbeat and never reaches the follower.
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

    private final RaftNodeImpl node;
    private final GroupMachine machine;
    private final SnapshotTrigger snapshots;
    /** While a rewritten request is handled: the index that its success must report; 0 otherwise. */
    private long reportIndex;

    AppendRepair(RaftNodeImpl node, GroupMachine machine, SnapshotTrigger snapshots) {
        this.node = node;
        this.machine = machine;
        this.snapshots = snapshots;
    }

    /** Handles an append, rewritten if it starts at the snapshot. */
    void handle(AppendEntriesRequest request) {
        RaftState state = node.state();
        RaftLog log = state.log();
        long start = request.getPreviousLogIndex();
        boolean startsAtSnapshot = start > 0
                && start == log.snapshotIndex()
                && request.getPreviousLogTerm() == log.snapshotEntry().getTerm()
                && !log.containsLogEntry(start)
                && log.lastLogOrSnapshotIndex() > start;
        if (!startsAtSnapshot || request.getTerm() < state.term()) {
            node.handle(request);
        } else if (request.getLogEntries().isEmpty()) {
            probeAtSnapshot(request);
        } else {
            entriesAfterSnapshot(request, log);
        }
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
        return MODEL.createAppendEntriesSuccessResponseBuilder()
                .setGroupId(response.getGroupId())
                .setSender(response.getSender())
                .setTerm(response.getTerm())
                .setLastLogIndex(reportIndex)
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
        LogEntry entry = index > 0 ? log.getLogEntry(index) : null;
        if (entry == null || index < refusal.getExpectedNextIndex() - 1) {
            return Math.max(index, state.commitIndex());
        }
        // The entry there is of another term: none of that term's entries needs to be tried.
        int term = entry.getTerm();
        while (entry != null && entry.getTerm() == term && index > state.commitIndex()) {
            index--;
            entry = index > 0 ? log.getLogEntry(index) : null;
        }
        return Math.max(index, state.commitIndex());
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
        if (next == 1 && isLogSentWhole(refusal.getSender())) {
            follower.responseReceived(
                    refusal.getFlowControlSequenceNumber(), node.getClock().millis());
            snapshots.ask();
            return;
        }
        if (next >= follower.nextIndex() - 1 || next <= follower.matchIndex()) {
            node.handle(refusal);
            return;
        }
        follower.nextIndex(next + 1); // the library takes one off
        node.handle(MODEL.createAppendEntriesFailureResponseBuilder()
                .setGroupId(refusal.getGroupId())
                .setSender(refusal.getSender())
                .setTerm(refusal.getTerm())
                .setExpectedNextIndex(next + 1)
                .setQuerySequenceNumber(refusal.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(refusal.getFlowControlSequenceNumber())
                .build());
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
        boolean inHole = next <= node.state().log().snapshotIndex() && next - 1 <= machine.installed();
        return inHole ? 1 : next; // from 1 on the library sees that it must send the snapshot
    }
}
