package dev.muster.raft;

import dev.muster.raft.wire.Endpoint;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.InstallSnapshotRequest;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a snapshot from the library until the state machine has fetched the state it describes: Raft carries descriptors,
 * the data travels as a store copy (DESIGN, D10). While the copy runs, repetitions are held back (the newest is kept) and
 * appends keep the leader known but bring no entries, so that nothing is applied. Lane only.
 */
final class SnapshotGate {
    private static final Logger LOGGER = LoggerFactory.getLogger(SnapshotGate.class);

    private final HostedGroup group;
    private final RaftNodeImpl node;
    private final StateMachine target;
    private final GroupMachine machine;
    private final BiConsumer<String, Throwable> onBroken;
    private InstallSnapshotRequest held;
    private long copyingTo;

    SnapshotGate(
            HostedGroup group,
            RaftNodeImpl node,
            StateMachine target,
            GroupMachine machine,
            BiConsumer<String, Throwable> onBroken) {
        this.group = group;
        this.node = node;
        this.target = target;
        this.machine = machine;
        this.onBroken = onBroken;
    }

    /** Handles a snapshot message: passes it on, or starts the copy that it calls for. */
    void handle(InstallSnapshotRequest request) {
        boolean harmless = request.getSnapshotChunk() == null
                || request.getTerm() < node.state().term()
                || request.getSnapshotIndex() <= node.state().commitIndex();
        if (harmless) {
            node.handle(request);
            return;
        }
        if (copyingTo == 0 && machine.applied() >= request.getSnapshotIndex()) {
            install(request);
            return;
        }
        if (held == null || held.getSnapshotIndex() <= request.getSnapshotIndex()) {
            held = request;
        }
        if (copyingTo == 0) {
            copy();
        }
    }

    /**
     * The state has what the snapshot describes, so the log before it may go: but only once the state is durable, for it
     * may have been applied before a crash of the log, or since the last checkpoint.
     */
    private void install(InstallSnapshotRequest request) {
        try {
            machine.makeDurable();
        } catch (RuntimeException e) {
            LOGGER.warn("{}: no checkpoint, the leader will ask again: {}", group, e.getMessage());
            return;
        }
        if (request.getTerm() > node.state().term()) {
            node.toFollower(request.getTerm()); // a leader cannot lay aside its own promotion
        }
        new PreparedChange(node).aside(() -> node.handle(request));
    }

    /** Whether the state is being replaced. */
    boolean isCopying() {
        return copyingTo != 0;
    }

    /** An append as the library may see it now. */
    AppendEntriesRequest filter(AppendEntriesRequest request) {
        return copyingTo == 0 ? request : AppendRepair.heartbeatOnly(request);
    }

    private void copy() {
        copyingTo = held.getSnapshotIndex();
        Endpoint source = (Endpoint) held.getSender();
        LOGGER.info("{} needs a copy of the state at entry {} from {}", group, copyingTo, source);
        long index = copyingTo;
        byte[] descriptor = (byte[]) held.getSnapshotChunk().getOperation();
        try {
            target.copyNeeded(
                    index,
                    descriptor,
                    new MemberId(source.serverId(), source.incarnation()),
                    () -> group.queue(() -> copied(index)));
        } catch (RuntimeException e) {
            onBroken.accept("the copy of the state at entry " + index + " could not be started", e);
        }
    }

    private void copied(long index) {
        if (copyingTo != index) {
            return; // told twice
        }
        machine.refresh();
        if (machine.applied() < index) {
            onBroken.accept("the copied state ends at entry " + machine.applied() + ", wanted " + index, null);
            return;
        }
        copyingTo = 0;
        InstallSnapshotRequest request = held;
        held = null;
        handle(request);
    }
}
