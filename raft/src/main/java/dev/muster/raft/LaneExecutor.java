package dev.muster.raft;

import dev.muster.runtime.Random;
import io.microraft.executor.RaftNodeExecutor;
import io.microraft.impl.task.FlushTask;
import io.microraft.impl.task.HeartbeatTask;
import io.microraft.impl.task.LeaderElectionTimeoutTask;
import io.microraft.impl.task.PreVoteTimeoutTask;
import java.util.concurrent.TimeUnit;

/**
 * Runs a group's library tasks on its lane. Elections are given up after a time that varies by a factor of two: the
 * library's own noise is a few milliseconds, less than slow disks differ by, and candidates would go on in step. Pre-votes
 * are asked for again after half of that, since asking disturbs nobody. The library's heartbeats are {@link Heartbeats}'
 * affair.
 */
final class LaneExecutor implements RaftNodeExecutor {
    private final HostedGroup group;
    private final LibraryClock clock;
    private final Random random;
    private final Heartbeats heartbeats;

    LaneExecutor(HostedGroup group, LibraryClock clock, Random random, Heartbeats heartbeats) {
        this.group = group;
        this.clock = clock;
        this.random = random;
        this.heartbeats = heartbeats;
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
        if (task instanceof HeartbeatTask) {
            heartbeats.scheduled(task);
            return;
        }
        long real = clock.realNanos(unit.toNanos(delay));
        if (task instanceof LeaderElectionTimeoutTask) {
            group.schedule(varied(real), () -> group.elections().electionTimedOut());
        } else {
            group.schedule(task instanceof PreVoteTimeoutTask ? varied(real / 2) : real, task);
        }
    }

    private long varied(long nanos) {
        return nanos + (long) (nanos * random.nextDouble());
    }
}
