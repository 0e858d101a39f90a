package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.RaftEndpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.log.RaftLog;
import io.microraft.impl.state.FollowerState;
import io.microraft.impl.state.LeaderState;
import io.microraft.impl.state.RaftState;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The appends of a leader, one per follower and turn. The library sends one as soon as there is an entry, and has nothing
 * further leave before it is answered: of ten proposals of a turn the first would go alone. So what it sends is put off
 * until the turn ends, and then has all entries of the turn.
 *
 * <p>It also tells the followers of every commit. That is put off until the turn after the one in which those who
 * waited for it were answered: if they propose again at once, the next append says it along the way. Lane only.
 */
final class TurnAppends {
    private static final RaftModelFactory MODEL = new DefaultRaftModelFactory();

    private final RaftNodeImpl node;
    private final HostedGroup group;
    private final TurnGate gate;
    private final BiConsumer<Endpoint, AppendEntriesRequest> out;
    private final Map<RaftEndpoint, AppendEntriesRequest> requests = new LinkedHashMap<>();
    private final Set<RaftEndpoint> notices = new LinkedHashSet<>();
    private boolean noticesScheduled;
    private boolean noticesDue;
    private boolean reminding;
    /** What the requests of this turn have that begin at {@link #entriesFirst}: followers that are in step get the same. */
    private List<LogEntry> entries = List.of();

    private long entriesFirst;

    /** {@code out} takes what leaves, when a turn ends. */
    TurnAppends(HostedGroup group, RaftNodeImpl node, TurnGate gate, BiConsumer<Endpoint, AppendEntriesRequest> out) {
        this.group = group;
        this.node = node;
        this.gate = gate;
        this.out = out;
    }

    /** The library sends an append. */
    void put(RaftEndpoint follower, AppendEntriesRequest request) {
        if (request.getFlowControlSequenceNumber() > 0) {
            requests.put(follower, request); // an earlier one of this turn cannot be answered any more
        } else if (reminding) {
            requests.putIfAbsent(follower, request);
        } else {
            notices.add(follower);
        }
    }

    /** Lets out what the turn has come to. */
    void endTurn() {
        if (!notices.isEmpty()) {
            requests.keySet().forEach(notices::remove);
        }
        if (noticesDue) {
            noticesDue = false;
            noticesScheduled = false;
            remind();
        }
        if (!requests.isEmpty()) {
            requests.forEach((follower, request) -> out.accept((Endpoint) follower, whole(follower, request)));
            requests.clear();
            entries = List.of();
        }
        if (!notices.isEmpty() && !noticesScheduled) {
            noticesScheduled = true;
            gate.hold(() -> group.queue(() -> noticesDue = true));
        }
    }

    private void remind() {
        List<RaftEndpoint> due = new ArrayList<>(notices);
        notices.clear();
        if (!group.isLeading()) {
            return;
        }
        reminding = true;
        due.forEach(node::sendAppendEntriesRequest);
        reminding = false;
    }

    /** The request with what has come to the log since it was made. A probe stays one. */
    private AppendEntriesRequest whole(RaftEndpoint member, AppendEntriesRequest request) {
        RaftState state = node.state();
        LeaderState leader = state.leaderState();
        FollowerState follower = leader == null ? null : leader.getFollowerStateOrNull(member);
        if (follower == null || state.term() != request.getTerm()) {
            return request;
        }
        RaftLog log = state.log();
        long first = request.getPreviousLogIndex() + 1;
        long sent = request.getPreviousLogIndex() + request.getLogEntries().size();
        long last = Math.min(log.lastLogOrSnapshotIndex(), first + NodeBirth.APPEND_BATCH);
        boolean probe = follower.matchIndex() == 0 && first > 1;
        boolean more = sent < last && !probe && log.containsLogEntry(first);
        if (!more && request.getCommitIndex() == state.commitIndex()) {
            return request;
        }
        return MODEL.createAppendEntriesRequestBuilder()
                .setGroupId(request.getGroupId())
                .setSender(request.getSender())
                .setTerm(request.getTerm())
                .setPreviousLogTerm(request.getPreviousLogTerm())
                .setPreviousLogIndex(request.getPreviousLogIndex())
                .setCommitIndex(state.commitIndex())
                .setLogEntries(more ? entries(log, first, last) : request.getLogEntries())
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .build();
    }

    private List<LogEntry> entries(RaftLog log, long first, long last) {
        if (entries.isEmpty() || entriesFirst != first) {
            entries = log.getLogEntriesBetween(first, last);
            entriesFirst = first;
        }
        return entries;
    }
}
