package dev.muster.node.hosting;

import dev.muster.raft.MemberId;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.Role;
import dev.muster.raft.StateMachine;
import dev.muster.runtime.DiskFull;
import dev.muster.runtime.Lane;
import dev.muster.store.Applied;
import dev.muster.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Applies a group's entries to the database's store. An entry's payload is an encoded change set (D9), or nothing, or {@link
 * #isProbe a probe}, which changes nothing and has no transaction.
 */
final class MemberStateMachine implements StateMachine {
    /** No change set begins with it: that byte is the format. */
    private static final byte PROBE = 0;

    /** What is proposed to see whether a group agrees on anything; its result is the entry's index. */
    static byte[] probe() {
        return new byte[] {PROBE};
    }

    private static boolean isProbe(byte[] payload) {
        return payload.length == 1 && payload[0] == PROBE;
    }

    /** What the state machine leaves to the database around it. Lane only. */
    interface Owner {
        void applied(long transactionId);

        /** An entry was applied, whether it had a transaction or not. */
        void advanced();

        void roleChanged(RaftStatus status);

        /** The disk has no room for transactions that are applied, or a checkpoint that is due. Memory holds them meanwhile. */
        void foundNoSpace(DiskFull full);

        void copyNeeded(long index, MemberId source, Runnable done);

        /** What a checkpoint wrote is in doubt; the store has to be opened again. More than once, perhaps. */
        void storeFailed(IOException reason);

        void failed(String reason, Throwable cause);
    }

    private final Owner owner;
    private final long checkpointBytes;
    private final Lane lane;
    private final Lane syncLane;
    private Store store;
    private boolean leading;
    private long checkpointDueAtBytes;
    private boolean syncing;

    MemberStateMachine(Store store, HostContext context, Lane lane, Owner owner) {
        this.store = store;
        this.lane = lane;
        this.syncLane = context.syncLane();
        this.checkpointBytes = context.checkpointBytes();
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
                store.resetIds();
            }
            owner.advanced();
            return null;
        }
        if (isProbe(payload)) {
            store.skipTo(index);
            owner.advanced();
            return index;
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
    private void checkpointIfDue() {
        if (store.bytesSinceCheckpoint() >= checkpointDueAtBytes && !syncing) {
            syncing = true;
            Store due = store;
            checkpointAhead(() -> {
                syncing = false;
                if (due == store && due.isUsable()) {
                    checkpointNow();
                }
            });
        }
    }

    private void checkpointNow() {
        try {
            store.checkpoint();
            checkpointDueAtBytes = checkpointBytes;
        } catch (DiskFull e) {
            checkpointDueAtBytes = store.bytesSinceCheckpoint() + checkpointBytes;
            owner.foundNoSpace(e);
        } catch (IOException e) {
            failed(store, e);
        }
    }

    /** Later, since the group that comes to an end then may be in the middle of a snapshot. */
    private void failed(Store failed, IOException reason) {
        failed.fail(reason);
        lane.execute(() -> {
            if (failed == store) {
                owner.storeFailed(reason);
            }
        });
    }

    @Override
    public void checkpointAhead(Runnable ready) {
        Store synced = store;
        Store.SyncAhead sync;
        try {
            sync = synced.checkpointAhead();
        } catch (IOException e) {
            failed(synced, e);
            ready.run();
            return;
        }
        syncLane.execute(() -> {
            IOException failure = null;
            try {
                sync.run();
            } catch (IOException e) {
                failure = e;
            }
            IOException outcome = failure;
            lane.execute(() -> {
                if (outcome != null) {
                    failed(synced, outcome);
                }
                ready.run();
            });
        });
    }

    @Override
    public byte[] checkpoint(long index) {
        try {
            store.checkpoint();
        } catch (IOException e) {
            if (!(e instanceof DiskFull)) {
                failed(store, e);
            }
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
