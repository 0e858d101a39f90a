package dev.muster.bolt;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.Serial;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads on which queries run and may block: an idle one is used first, then a new one made, then tasks wait. */
public final class WorkerPool {
    private static final int IDLE_SECONDS_MAX = 30;

    private WorkerPool() {}

    /** At most so many threads, named {@code name} and a number; all are daemons. */
    public static ThreadPoolExecutor of(String name, int threadsMax) {
        return new ThreadPoolExecutor(
                1, // never none, so that a task that waits is always taken
                threadsMax,
                IDLE_SECONDS_MAX,
                TimeUnit.SECONDS,
                new IdleFirstQueue(),
                new DefaultThreadFactory(name, true),
                (task, pool) -> {
                    if (pool.isShutdown()) {
                        throw new RejectedExecutionException("the server is closing");
                    }
                    ((IdleFirstQueue) pool.getQueue()).put(task);
                });
    }

    /** Takes a task at once only if a thread waits for one; else the pool makes a thread, or comes back with {@code put}. */
    private static final class IdleFirstQueue extends LinkedTransferQueue<Runnable> {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(Runnable task) {
            return tryTransfer(task);
        }
    }
}
