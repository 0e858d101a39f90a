package dev.muster.node.bench;

import dev.muster.raft.MemberId;
import dev.muster.raft.RaftStatus;
import dev.muster.raft.StateMachine;

/** Remembers how far it was applied, and nothing else, so that a group's own cost is what is measured. */
final class CountingStateMachine implements StateMachine {
    private long applied;

    @Override
    public long appliedIndex() {
        return applied;
    }

    @Override
    public Object apply(long index, byte[] payload) {
        applied = index;
        return index;
    }

    @Override
    public byte[] checkpoint(long index) {
        return new byte[0];
    }

    @Override
    public void copyNeeded(long index, byte[] descriptor, MemberId source, Runnable done) {
        applied = index;
        done.run();
    }

    @Override
    public void roleChanged(RaftStatus status) {}

    @Override
    public void failed(String reason, Throwable cause) {
        throw new IllegalStateException("a group of the benchmark failed: " + reason, cause);
    }
}
