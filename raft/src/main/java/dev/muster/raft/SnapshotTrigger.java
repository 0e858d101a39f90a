package dev.muster.raft;

import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides when a group takes a snapshot: after so many applied entries, or so many bytes, since the last one; and tries
 * again after a pause if the checkpoint failed (a full disk heals). The state machine first does ahead what takes long of it.
 * Lane only.
 */
final class SnapshotTrigger {
    private static final Logger LOGGER = LoggerFactory.getLogger(SnapshotTrigger.class);
    private static final long RETRY_NANOS = 1_000_000_000L;

    private final HostedGroup group;
    private final RaftNodeImpl node;
    private final StateMachine target;
    private final GroupStore store;
    private final RaftSettings settings;
    private boolean asked;

    SnapshotTrigger(
            HostedGroup group, RaftNodeImpl node, StateMachine target, GroupStore store, RaftSettings settings) {
        this.group = group;
        this.target = target;
        this.node = node;
        this.store = store;
        this.settings = settings;
    }

    /** Looks whether one is due. */
    void look() {
        RaftState state = node.state();
        long applied = state.lastApplied() - state.log().snapshotIndex();
        if (applied >= settings.entriesBeforeSnapshot() || (applied > 0 && isSegmentFilled(state))) {
            ask();
        }
    }

    private boolean isSegmentFilled(RaftState state) {
        long bytes = store.bytesSinceSnapshot();
        if (bytes < settings.segmentBytes()) {
            return false; // even with what stands around the payloads: how many they are need not be looked up
        }
        long entries = state.log().lastLogOrSnapshotIndex() - state.log().snapshotIndex();
        return bytes - entries * EntryMemory.ENTRY_OVERHEAD_BYTES >= settings.segmentBytes();
    }

    /** Has one taken soon. */
    void ask() {
        if (!asked && node.state().commitIndex() > 0) {
            asked = true;
            group.queue(this::prepare);
        }
    }

    private void prepare() {
        target.checkpointAhead(() -> group.queue(this::take));
    }

    private void take() {
        if (!group.isRunning()) {
            return;
        }
        node.takeSnapshot().whenComplete((report, failure) -> {
            if (failure == null) {
                asked = false;
            } else {
                LOGGER.warn("{}: no checkpoint, trying again: {}", group, failure.getMessage());
                group.schedule(RETRY_NANOS, this::prepare);
            }
        });
    }
}
