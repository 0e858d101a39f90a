package dev.muster.raft;

import dev.muster.raft.log.LogBatch;
import dev.muster.raft.log.LogGroup;
import dev.muster.raft.log.RecordKind;
import dev.muster.raft.log.RestoredGroup;
import dev.muster.raft.wire.Payloads;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import java.util.List;

/**
 * Turns what the library persists into records of the lane's turn. Nothing is durable when a method returns; instead
 * nothing leaves the lane before it is ({@link TurnGate}). Lane only.
 */
final class GroupStore implements RaftStore {
    private static final byte[] NOTHING = new byte[0];

    private final TurnGate gate;
    private final LogGroup group;
    private final EntryMemory memory;
    private final EntryWeights weights = new EntryWeights();
    /** What {@link #memory} was told. */
    private long counted;

    private boolean released;
    private long bytesSinceSnapshot;
    private volatile long bytesPublished;
    private long cutUntil;

    GroupStore(TurnGate gate, RestoredGroup restored, EntryMemory memory) {
        this.gate = gate;
        this.group = restored.group();
        this.memory = memory;
        this.cutUntil = restored.snapshot() == null ? 0 : restored.snapshot().index();
        // The first byte of a record's payload is the type of the operation.
        restored.entries().forEach(entry -> weights.add(entry.index(), weight(entry.payload().length - 1)));
        bytesSinceSnapshot = weights.after(cutUntil);
        endTurn(0);
    }

    private static int weight(int bytes) {
        return bytes + EntryMemory.ENTRY_OVERHEAD_BYTES;
    }

    /**
     * Tells others what the turn has come to: once, since each write of what others read empties the processor's store buffer.
     * {@code dequeued}: bytes of proposals that were counted while they waited for the lane.
     */
    void endTurn(long dequeued) {
        long grown = released ? 0 : weights.sum() - counted;
        counted += grown;
        if (grown != dequeued) {
            memory.add(grown - dequeued);
        }
        if (bytesPublished != bytesSinceSnapshot) {
            bytesPublished = bytesSinceSnapshot;
        }
    }

    /** The group has ended and its entries are let go. */
    void release() {
        if (!released) {
            released = true;
            memory.add(-counted);
        }
    }

    /** How much memory each entry takes. */
    EntryWeights weights() {
        return weights;
    }

    /**
     * The last entry that was let go; the library has none up to it. It cuts less far now and then than it did before, but
     * that brings nothing back.
     */
    long cutUntil() {
        return cutUntil;
    }

    /** Bytes of entries behind the last snapshot: what another one would let go at most. */
    long bytesSinceSnapshot() {
        return bytesSinceSnapshot;
    }

    /** The same as of the last turn's end. Any thread. */
    long bytesSinceSnapshotPublished() {
        return bytesPublished;
    }

    @Override
    public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) {
        gate.records().add(group, RecordKind.IDENTITY, 0, 0, Payloads.identity(state));
    }

    @Override
    public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) {
        gate.records().add(group, RecordKind.MEMBERS, 0, 0, Payloads.members(members));
    }

    @Override
    public void persistAndFlushTerm(RaftTermPersistentState state) {
        gate.records().add(group, RecordKind.TERM, 0, state.getTerm(), Payloads.vote(state));
    }

    @Override
    public void persistLogEntries(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            byte[] operation = Payloads.operationBytes(entry.getOperation());
            LogBatch records = gate.records();
            records.addEntry(
                    group, entry.getIndex(), entry.getTerm(), Payloads.operationType(entry.getOperation()), operation);
            weights.add(entry.getIndex(), weight(operation.length));
            bytesSinceSnapshot += weight(operation.length);
        }
    }

    @Override
    public void persistSnapshotChunk(SnapshotChunk chunk) {
        if (chunk.getSnapshotChunkCount() != 1) {
            throw new IllegalStateException(
                    "a snapshot of " + chunk.getSnapshotChunkCount() + " chunks; ours have one");
        }
        gate.records().add(group, RecordKind.SNAPSHOT, chunk.getIndex(), chunk.getTerm(), Payloads.chunk(chunk));
        bytesSinceSnapshot = weights.after(chunk.getIndex());
    }

    @Override
    public void truncateLogEntriesFrom(long indexInclusive) {
        gate.records().add(group, RecordKind.CUT_FROM, indexInclusive, 0, NOTHING);
        bytesSinceSnapshot -= weights.after(indexInclusive - 1);
        weights.cutFrom(indexInclusive);
    }

    @Override
    public void truncateLogEntriesUntil(long indexInclusive) {
        cutUntil = Math.max(cutUntil, indexInclusive);
        gate.records().add(group, RecordKind.CUT_UNTIL, indexInclusive, 0, NOTHING);
        weights.cutUntil(indexInclusive);
    }

    @Override
    public void deleteSnapshotChunks(long index, int chunkCount) {
        // A snapshot is one chunk: there is never an unfinished one to delete, and a newer one replaces it.
    }

    @Override
    public void flush() {
        // The turn's end does it.
    }
}
