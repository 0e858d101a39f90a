package dev.muster.raft;

import io.microraft.executor.RaftNodeExecutor;
import io.microraft.impl.task.FlushTask;
import java.util.concurrent.TimeUnit;

/** Runs a group's library tasks on its lane. */
final class LaneExecutor implements RaftNodeExecutor {
    private final HostedGroup group;
    private final LibraryClock clock;

    LaneExecutor(HostedGroup group, LibraryClock clock) {
        this.group = group;
        this.clock = clock;
    }

    @Override
    public void execute(Runnable task) {
        if (group.isOnLane()) {
            group.run(task);
        } else {
            group.queue(task);
        }
    }

    @Override
    public void submit(Runnable task) {
        // The library's flush would count this leader's entries as durable at once. They count when the log has synced
        // them, which HostedGroup.synced says.
        if (!(task instanceof FlushTask)) {
            group.queue(task);
        }
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        group.schedule(clock.realNanos(unit.toNanos(delay)), task);
    }
}
