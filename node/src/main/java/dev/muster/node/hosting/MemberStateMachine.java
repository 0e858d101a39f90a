package dev.muster.node.hosting;

import dev.muster.raft.MemberId;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.raft.StateMachine;
import dev.muster.runtime.DiskFull;
import dev.muster.store.Applied;
import dev.muster.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Applies a group's entries to the database's store. An entry's payload is an encoded change set and nothing else (D9). */
final class MemberStateMachine implements StateMachine {
    /** What the state machine leaves to the database around it. Lane only. */
    interface Owner {
        void applied(long transactionId);

        /** An entry was applied, whether it had a transaction or not. */
        void advanced();

        void roleChanged(RaftStatus status);

        /** The disk has no room for transactions that are applied, or a checkpoint that is due. Memory holds them meanwhile. */
        void foundNoSpace(DiskFull full);

        void copyNeeded(long index, MemberId source, Runnable done);

        void failed(String reason, Throwable cause);
    }

    private final Owner owner;
    private final long checkpointBytes;
    private Store store;
    private boolean leading;
    private long checkpointDueAtBytes;

    MemberStateMachine(Store store, long checkpointBytes, Owner owner) {
        this.store = store;
        this.checkpointBytes = checkpointBytes;
        this.checkpointDueAtBytes = checkpointBytes;
        this.owner = owner;
    }

    /** Goes on with another store: a copy took the place of the old one. */
    void replace(Store newStore) {
        store = newStore;
    }

    @Override
    public long appliedIndex() {
        return store.appliedIndex();
    }

    @Override
    public Object apply(long index, byte[] payload) {
        if (payload.length == 0) {
            store.skipTo(index);
            if (leading) {
                store.ids().reset();
            }
            owner.advanced();
            return null;
        }
        try {
            Applied result = store.apply(index, payload);
            if (result instanceof Applied.Committed committed) {
                owner.applied(committed.transactionId());
            }
            owner.advanced();
            writtenOrNot();
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entry is applied, whether there is room to write it or not. */
    private void writtenOrNot() throws IOException {
        DiskFull full = store.waitsForSpace();
        if (full == null) {
            checkpointIfDue();
        } else {
            owner.foundNoSpace(full);
        }
    }

    /** Without space the checkpoint waits for some more changes. */
    private void checkpointIfDue() throws IOException {
        if (store.bytesSinceCheckpoint() < checkpointDueAtBytes) {
            return;
        }
        try {
            store.checkpoint();
            checkpointDueAtBytes = checkpointBytes;
        } catch (DiskFull e) {
            checkpointDueAtBytes = store.bytesSinceCheckpoint() + checkpointBytes;
            owner.foundNoSpace(e);
        }
    }

    @Override
    public byte[] checkpoint(long index) {
        try {
            store.checkpoint();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.allocate(16)
                .putLong(index)
                .putLong(store.lastTransactionId())
                .array();
    }

    @Override
    public void copyNeeded(long index, byte[] descriptor, MemberId source, Runnable done) {
        owner.copyNeeded(index, source, done);
    }

    @Override
    public void roleChanged(RaftStatus status) {
        leading = status.role() == Role.LEADER;
        owner.roleChanged(status);
    }

    @Override
    public void failed(String reason, Throwable cause) {
        owner.failed(reason, cause);
    }
}
