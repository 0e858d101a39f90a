package dev.muster.runtime.real;

import dev.muster.runtime.Workers;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A thread for each processor, begun when there is work and ended ten seconds after the last. They keep no process alive. What is not
 * taken up by them, since they are busy or closed, is computed by who asks for its result.
 */
final class RealWorkers implements Workers {
    private static final long KEPT_SECONDS = 10;

    private final int count;
    private final ThreadPoolExecutor threads;

    RealWorkers(String name, int processors) {
        AtomicInteger number = new AtomicInteger();
        count = processors;
        threads = new ThreadPoolExecutor(
                processors, processors, KEPT_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "/worker-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        threads.setRejectedExecutionHandler((task, closed) -> {}); // who asks for the result computes it
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public <T> Work<T> begin(Computation<T> computation) {
        Begun<T> begun = new Begun<>(new FutureTask<>(computation::compute));
        threads.execute(begun.task);
        return begun;
    }

    /** Lets what is being computed end; nothing is taken up any more. */
    void close() {
        threads.shutdown(); // without interrupting: that would close files
        threads.getQueue().clear();
    }

    private record Begun<T>(FutureTask<T> task) implements Work<T> {
        @Override
        public boolean isDone() {
            return task.isDone();
        }

        @Override
        public T result() throws IOException {
            task.run(); // does nothing if somebody has begun
            boolean interrupted = false;
            try {
                while (true) {
                    try {
                        return task.get();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            } catch (ExecutionException e) {
                throw thrown(e.getCause());
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        private static IOException thrown(Throwable cause) {
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            return (IOException) cause;
        }
    }
}
