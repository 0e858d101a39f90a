package dev.muster.raft;

import io.microraft.impl.statemachine.InternalCommitAware;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Stands between the library and the group's {@link StateMachine}: skips what the state already contains, turns snapshots
 * into checkpoints, and stops for good when the state machine throws. Lane only.
 */
final class GroupMachine implements io.microraft.statemachine.StateMachine, InternalCommitAware {
    /** What a query that only asks "do I still lead" runs. */
    static final Object BARRIER = new Object();
    /** The result of an entry that the state contained before it was applied here. */
    static final Object SKIPPED = new Object();

    /** Of so many entries one is timed, and counts for all: some are applied faster than the clock is read. */
    private static final int TIMED = 8;

    private static final byte[] EMPTY = new byte[0];

    private final StateMachine target;
    private final Profiler profiler;
    private final BiConsumer<String, Throwable> onBroken;
    private long applied;
    private boolean broken;
    private LongConsumer onSnapshot = index -> {};

    GroupMachine(StateMachine target, Profiler profiler, BiConsumer<String, Throwable> onBroken) {
        this.target = target;
        this.profiler = profiler;
        this.onBroken = onBroken;
        this.applied = target.appliedIndex();
    }

    /** Who is told of a checkpoint before the library cuts its log there. */
    void onSnapshot(LongConsumer listener) {
        onSnapshot = listener;
    }

    /** The last index that the state contains. */
    long applied() {
        return applied;
    }

    /** Asks the state again, after it was replaced. */
    void refresh() {
        applied = target.appliedIndex();
    }

    @Override
    public Object runOperation(long commitIndex, Object operation) {
        if (operation == BARRIER) {
            return commitIndex;
        }
        return apply(commitIndex, (byte[]) operation);
    }

    @Override
    public void onInternalCommit(long commitIndex) {
        apply(commitIndex, EMPTY);
    }

    private Object apply(long index, byte[] payload) {
        checkWhole();
        if (index <= applied) {
            return SKIPPED;
        }
        if (index != applied + 1) {
            throw broken("entry " + index + " follows entry " + applied, null);
        }
        Object result;
        boolean timed = index % TIMED == 0;
        long begun = timed ? profiler.now() : 0;
        try {
            result = target.apply(index, payload);
        } catch (Throwable t) { // whatever it is, the state can no longer be trusted
            throw broken("applying entry " + index + " failed", t);
        }
        if (timed) {
            profiler.count(profiler.apply, begun, TIMED);
        }
        applied = index;
        return result;
    }

    @Override
    public void takeSnapshot(long commitIndex, Consumer<Object> chunks) {
        checkWhole();
        // After a restart or a copy the state may be ahead of what the library replays.
        chunks.accept(target.checkpoint(Math.max(commitIndex, applied)));
        onSnapshot.accept(commitIndex);
    }

    /** Makes all that was applied durable. */
    void makeDurable() {
        checkWhole();
        target.checkpoint(applied);
    }

    @Override
    public void installSnapshot(long commitIndex, List<Object> chunks) {
        checkWhole();
        if (applied < commitIndex) {
            throw broken("the state ends at entry " + applied + ", the log only begins after " + commitIndex, null);
        }
    }

    @Override
    public Object getNewTermOperation() {
        return EMPTY;
    }

    private void checkWhole() {
        if (broken) {
            throw new IllegalStateException("the state machine stopped at entry " + applied);
        }
    }

    private IllegalStateException broken(String reason, Throwable cause) {
        broken = true;
        onBroken.accept(reason, cause);
        return new IllegalStateException(reason, cause);
    }
}
