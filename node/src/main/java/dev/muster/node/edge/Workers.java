package dev.muster.node.edge;

import dev.muster.bolt.WorkerPool;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that may block, made when the first is needed. Any thread may call; tasks after {@link #close} are dropped. */
public final class Workers implements Executor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long CLOSE_MILLIS_MAX = 2_000;

    private final String name;
    private final int threadsMax;
    /** Both guarded by this. */
    private ExecutorService threads;

    private boolean closed;

    /** At most so many threads, called {@code name} and a number. */
    public Workers(String name, int threadsMax) {
        this.name = name;
        this.threadsMax = threadsMax;
    }

    @Override
    public synchronized void execute(Runnable task) {
        if (closed) {
            return;
        }
        if (threads == null) {
            threads = WorkerPool.of(name, threadsMax);
        }
        threads.execute(task);
    }

    /** Lets the tasks that were given end, for a moment. */
    @Override
    public void close() {
        ExecutorService ending;
        synchronized (this) {
            closed = true;
            ending = threads;
        }
        if (ending == null) {
            return;
        }
        ending.shutdown();
        try {
            if (!ending.awaitTermination(CLOSE_MILLIS_MAX, TimeUnit.MILLISECONDS)) {
                LOG.warn("{} threads are still busy after {} ms", name, CLOSE_MILLIS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
