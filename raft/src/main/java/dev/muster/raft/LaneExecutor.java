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
 * library's own noise is a few milliseconds, less than slow disks differ by, and candidates would go on in step.
 *
 * <p>Leaders show themselves at the same moments in all groups of a server, so that what a lane's groups say to a peer goes
 * out in one frame of one turn. Followers look at their own, varying times: those of several servers would otherwise notice
 * in the same moment that a leader is gone, and divide the votes.
 */
final class LaneExecutor implements RaftNodeExecutor {
    private final HostedGroup group;
    private final LibraryClock clock;
    private final Random random;

    LaneExecutor(HostedGroup group, LibraryClock clock, Random random) {
        this.group = group;
        this.clock = clock;
        this.random = random;
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
        long real = clock.realNanos(unit.toNanos(delay));
        if (task instanceof HeartbeatTask) {
            group.schedule(group.isLeading() ? clock.nanosToNextBeat(real) : varied(real), repaired(task));
            return;
        }
        boolean election = task instanceof LeaderElectionTimeoutTask || task instanceof PreVoteTimeoutTask;
        group.schedule(election ? real + (long) (real * random.nextDouble()) : real, repaired(task));
    }

    /** Up to an eighth shorter. */
    private long varied(long nanos) {
        return nanos - (long) (nanos * random.nextDouble() / 8);
    }

    private Runnable repaired(Runnable task) {
        if (task instanceof HeartbeatTask) {
            return () -> {
                group.elections().beforeHeartbeat();
                task.run();
            };
        }
        return task instanceof LeaderElectionTimeoutTask
                ? () -> group.elections().electionTimedOut()
                : task;
    }
}
