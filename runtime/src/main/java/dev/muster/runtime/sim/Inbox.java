package dev.muster.runtime.sim;

/** The tasks of a lane with the times at which they were given, in the order of those times. */
final class Inbox {
    private static final int CAPACITY_FIRST = 16;

    private Runnable[] tasks = new Runnable[CAPACITY_FIRST];
    private long[] times = new long[CAPACITY_FIRST];
    private int head;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** When the first task was given; there must be one. */
    long firstNanos() {
        return times[head];
    }

    /** Adds a task behind all that were given no later; almost always that is the end. */
    void add(Runnable task, long givenNanos) {
        if (size == tasks.length) {
            grow();
        }
        int at = size++;
        while (at > 0 && times[slot(at - 1)] > givenNanos) {
            tasks[slot(at)] = tasks[slot(at - 1)];
            times[slot(at)] = times[slot(at - 1)];
            at--;
        }
        tasks[slot(at)] = task;
        times[slot(at)] = givenNanos;
    }

    /** Takes the first task, if there is one and it was given by then; otherwise null. */
    Runnable poll(long untilNanos) {
        if (size == 0 || times[head] > untilNanos) {
            return null;
        }
        Runnable task = tasks[head];
        tasks[head] = null;
        head = slot(1);
        size--;
        return task;
    }

    void clear() {
        while (size > 0) {
            poll(Long.MAX_VALUE);
        }
    }

    private int slot(int index) {
        return (head + index) & (tasks.length - 1);
    }

    private void grow() {
        Runnable[] moreTasks = new Runnable[2 * tasks.length];
        long[] moreTimes = new long[2 * tasks.length];
        for (int i = 0; i < size; i++) {
            moreTasks[i] = tasks[slot(i)];
            moreTimes[i] = times[slot(i)];
        }
        tasks = moreTasks;
        times = moreTimes;
        head = 0;
    }
}
