package dev.muster.raft.wire;

import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.util.List;
import java.util.UUID;

/** Puts the messages of one sender to one peer into a frame. */
public final class FrameWriter {
    static final short MAGIC = 0x4D52;
    static final int VERSION = 3;
    /** Entries beyond this many bytes are left for the next request: to the library it is a shorter batch. */
    static final int ENTRY_BYTES_PER_REQUEST = 4 * 1024 * 1024;
    /** A frame that has grown to this size is sent and another one begun. */
    public static final int FRAME_BYTES_WANTED = 8 * 1024 * 1024;
    /** Room that stays for the next frame of the same two; more is given back. */
    private static final int BYTES_KEPT = 256 * 1024;

    private final ByteWriter out;
    private final int headerBytes;

    /** Begins a frame. It is for this life of the server only: an earlier or later one must not answer in its name. */
    public FrameWriter(Endpoint sender, Endpoint target, int capacity) {
        out = new ByteWriter(capacity);
        out.putByte(MAGIC >> 8);
        out.putByte(MAGIC);
        out.putByte(VERSION);
        Payloads.putEndpoint(out, sender);
        Payloads.putEndpoint(out, target);
        headerBytes = out.size();
    }

    /** Whether nothing was added since the frame was begun. */
    public boolean isEmpty() {
        return out.size() == headerBytes;
    }

    /** The frame; what is added from now on goes into another one, of the same sender to the same peer. */
    public byte[] take() {
        byte[] frame = out.toArray();
        out.cut(headerBytes, BYTES_KEPT);
        return frame;
    }

    /** Bytes so far. */
    public int size() {
        return out.size();
    }

    /** The frame. */
    public byte[] toArray() {
        return out.toArray();
    }

    /**
     * Adds a message. {@code matchHint} goes with a refused append only: the highest index at which the sender's log may
     * still match, so that the leader need not try them one by one; -1 if unknown.
     */
    public void add(RaftMessage message, long matchHint) {
        int lengthAt = out.size();
        out.putInt(0);
        out.putUuid((UUID) message.getGroupId());
        MessageKind kind = MessageKind.of(message);
        out.putByte(kind.ordinal());
        out.putInt(message.getTerm());
        put(kind, message, matchHint);
        out.setInt(lengthAt, out.size() - lengthAt - 4);
    }

    /** Adds a beat or the answer to one. */
    public void add(Beat beat) {
        int lengthAt = out.size();
        out.putInt(0);
        out.putUuid(beat.group());
        out.putByte((beat.isAnswer() ? MessageKind.BEAT_HEARD : MessageKind.BEAT).ordinal());
        out.putInt(beat.term());
        out.putLong(beat.index());
        out.setInt(lengthAt, out.size() - lengthAt - 4);
    }

    private void put(MessageKind kind, RaftMessage message, long matchHint) {
        switch (kind) {
            case APPEND -> putAppend((AppendEntriesRequest) message);
            case APPENDED -> {
                AppendEntriesSuccessResponse response = (AppendEntriesSuccessResponse) message;
                out.putLong(response.getLastLogIndex());
                putSequences(response.getQuerySequenceNumber(), response.getFlowControlSequenceNumber());
            }
            case APPEND_REFUSED -> {
                AppendEntriesFailureResponse response = (AppendEntriesFailureResponse) message;
                out.putLong(response.getExpectedNextIndex());
                out.putLong(matchHint);
                putSequences(response.getQuerySequenceNumber(), response.getFlowControlSequenceNumber());
            }
            case SNAPSHOT -> putSnapshot((InstallSnapshotRequest) message);
            case SNAPSHOT_WANTED -> {
                InstallSnapshotResponse response = (InstallSnapshotResponse) message;
                out.putLong(response.getSnapshotIndex());
                out.putInt(response.getRequestedSnapshotChunkIndex());
                putSequences(response.getQuerySequenceNumber(), response.getFlowControlSequenceNumber());
            }
            case PRE_VOTE ->
                putLast(((PreVoteRequest) message).getLastLogTerm(), ((PreVoteRequest) message).getLastLogIndex());
            case PRE_VOTED -> out.putBoolean(((PreVoteResponse) message).isGranted());
            case VOTE -> {
                VoteRequest request = (VoteRequest) message;
                putLast(request.getLastLogTerm(), request.getLastLogIndex());
                out.putBoolean(request.isSticky());
            }
            case VOTED -> out.putBoolean(((VoteResponse) message).isGranted());
            case ELECT_YOURSELF -> {
                TriggerLeaderElectionRequest request = (TriggerLeaderElectionRequest) message;
                putLast(request.getLastLogTerm(), request.getLastLogIndex());
            }
            case BEAT, BEAT_HEARD -> throw new IllegalArgumentException("not a message of the library: " + kind);
        }
    }

    private void putAppend(AppendEntriesRequest request) {
        putLast(request.getPreviousLogTerm(), request.getPreviousLogIndex());
        out.putLong(request.getCommitIndex());
        putSequences(request.getQuerySequenceNumber(), request.getFlowControlSequenceNumber());
        List<LogEntry> entries = request.getLogEntries();
        int countAt = out.size();
        out.putInt(0);
        int start = out.size();
        int count = 0;
        for (LogEntry entry : entries) {
            byte[] operation = Payloads.operationBytes(entry.getOperation());
            if (count > 0 && out.size() - start + operation.length > ENTRY_BYTES_PER_REQUEST) {
                break;
            }
            out.putLong(entry.getIndex());
            out.putInt(entry.getTerm());
            out.putByte(Payloads.operationType(entry.getOperation()));
            out.putBytes(operation);
            count++;
        }
        out.setInt(countAt, count);
    }

    private void putSnapshot(InstallSnapshotRequest request) {
        out.putBoolean(request.isSenderLeader());
        putLast(request.getSnapshotTerm(), request.getSnapshotIndex());
        out.putInt(request.getTotalSnapshotChunkCount());
        out.putBoolean(request.getSnapshotChunk() != null);
        if (request.getSnapshotChunk() != null) {
            Payloads.putChunk(out, request.getSnapshotChunk());
        }
        Payloads.putEndpoints(out, request.getSnapshottedMembers());
        Payloads.putMembers(out, request.getGroupMembersView());
        putSequences(request.getQuerySequenceNumber(), request.getFlowControlSequenceNumber());
    }

    private void putLast(int term, long index) {
        out.putInt(term);
        out.putLong(index);
    }

    private void putSequences(long query, long flow) {
        out.putLong(query);
        out.putLong(flow);
    }
}
