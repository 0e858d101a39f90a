package dev.muster.runtime.real;

import dev.muster.runtime.Clock;
import dev.muster.runtime.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane that is one platform thread: takes what waits, runs it, runs the hooks, and parks until the next task or timer.
 *
 * <p>Giving a task to a lane that is awake costs one queue node and no system call.
 */
final class RealLane implements Lane {
    /** Tasks of one turn; bounds how long a hook (a sync that others wait for) can be kept from its turn. */
    private static final int TURN_TASKS_MAX = 1024;

    /** Cancelled timers are left in the heap until they are so many, and more than half of it. */
    private static final int CANCELLED_KEPT_MAX = 256;

    private static final Logger log = LoggerFactory.getLogger(RealLane.class);

    private final String name;
    private final Clock clock;
    private final FailureListener failures;
    private final Thread thread;

    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final Queue<RealTimer> newTimers = new ConcurrentLinkedQueue<>();
    private final List<Runnable> hooks = new CopyOnWriteArrayList<>();
    private final AtomicLong timerSequence = new AtomicLong();
    private final AtomicInteger cancelledTimers = new AtomicInteger();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private volatile boolean ended;

    /** Touched by the lane's thread only. */
    private final PriorityQueue<RealTimer> timers = new PriorityQueue<>();

    /** The tasks of the turn that is running; touched by the lane's thread only. */
    private final List<Runnable> turn = new ArrayList<>();

    RealLane(String name, Clock clock, FailureListener failures) {
        this.name = name;
        this.clock = clock;
        this.failures = failures;
        this.thread = new Thread(this::runTurns, name);
    }

    void start() {
        thread.start();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void execute(Runnable task) {
        if (task == null) {
            throw new IllegalArgumentException("null task for lane " + name);
        }
        if (!ended) {
            inbox.add(task);
            wake();
        }
    }

    @Override
    public Timer schedule(long delayNanos, Runnable task) {
        if (task == null || delayNanos < 0) {
            throw new IllegalArgumentException("timer of lane " + name + ": " + task + " in " + delayNanos + " ns");
        }
        RealTimer timer = new RealTimer(
                clock.monotonicNanos() + delayNanos, timerSequence.getAndIncrement(), task, cancelledTimers);
        if (!ended) {
            newTimers.add(timer);
            wake();
        }
        return timer;
    }

    @Override
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void onTurnEnd(Runnable hook) {
        hooks.add(hook);
    }

    /** Makes the lane stop after the task that is running. Any thread. */
    void end() {
        ended = true;
        wake();
    }

    /** Waits until the lane has stopped; returns at once on the lane itself. Keeps an interrupt for the caller. */
    void awaitEnd() {
        boolean interrupted = false;
        while (!isCurrent() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    private void runTurns() {
        while (!ended) {
            takeWaiting();
            if (turn.isEmpty()) {
                sleep();
            } else {
                turn.forEach(this::run);
                turn.clear();
                hooks.forEach(this::run);
            }
        }
        inbox.clear();
        newTimers.clear();
        timers.clear();
    }

    /** Fills the turn: timers that are due, then tasks, each in their order. */
    private void takeWaiting() {
        for (RealTimer timer = newTimers.poll(); timer != null; timer = newTimers.poll()) {
            timers.add(timer);
        }
        dropCancelledTimers();
        if (!timers.isEmpty()) {
            long now = clock.monotonicNanos();
            while (!timers.isEmpty() && timers.peek().isDue(now)) {
                turn.add(timers.poll());
            }
        }
        for (int taken = 0; taken < TURN_TASKS_MAX; taken++) {
            Runnable task = inbox.poll();
            if (task == null) {
                break;
            }
            turn.add(task);
        }
    }

    private void dropCancelledTimers() {
        int cancelled = cancelledTimers.get();
        if (cancelled > CANCELLED_KEPT_MAX && cancelled > timers.size() / 2) {
            timers.removeIf(RealTimer::isTaken);
            cancelledTimers.addAndGet(-cancelled);
        }
    }

    private void sleep() {
        asleep.set(true);
        // Looks again after the flag: whoever adds looks at the flag after adding, so one of the two sees the other.
        if (inbox.isEmpty() && newTimers.isEmpty() && !ended) {
            RealTimer next = timers.peek();
            if (next == null) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.max(1, next.nanosUntilDue(clock.monotonicNanos())));
            }
            // Nobody should interrupt a lane; if somebody does, parking would return at once for ever.
            Thread.interrupted();
        }
        asleep.set(false);
    }

    private void run(Runnable task) {
        if (ended) {
            return;
        }
        try {
            task.run();
        } catch (Throwable failure) {
            report(failure);
        }
    }

    private void report(Throwable failure) {
        try {
            failures.failed(this, failure);
        } catch (Throwable inListener) {
            inListener.addSuppressed(failure);
            log.error("the failure listener of lane {} failed itself", name, inListener);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
