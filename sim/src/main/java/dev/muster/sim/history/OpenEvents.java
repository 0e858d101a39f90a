package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Calls and returns of the operations that are not in order yet, by time: a doubly linked list from which an operation is
 * taken out and put back in constant time, last out first back. Operations are numbered by their calls' order.
 */
final class OpenEvents {
    /** No operation. */
    static final int NONE = -1;

    private final int operations;
    private final int head;
    private final int[] next;
    private final int[] previous;
    private final int[] operationOf;
    private final boolean[] isCall;
    private final int[] callOf;
    private final int[] returnOf;
    private int open;

    private record Event(Moment at, int operation, boolean call) {}

    /** All events of the operations, which have all returned and are given in the order of their calls. */
    OpenEvents(List<? extends Operation<?, ?>> returned) {
        operations = returned.size();
        open = operations;
        head = 2 * operations;
        next = new int[head + 1];
        previous = new int[head + 1];
        operationOf = new int[head + 1];
        isCall = new boolean[head + 1];
        callOf = new int[operations];
        returnOf = new int[operations];
        List<Event> events = byTime(returned);
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            operationOf[i] = event.operation;
            isCall[i] = event.call;
            (event.call ? callOf : returnOf)[event.operation] = i;
        }
        for (int i = 0; i <= head; i++) {
            next[i] = i == head ? 0 : i + 1;
            previous[i] = i == 0 ? head : i - 1;
        }
    }

    private static List<Event> byTime(List<? extends Operation<?, ?>> returned) {
        List<Event> events = new ArrayList<>(2 * returned.size());
        for (int i = 0; i < returned.size(); i++) {
            events.add(new Event(returned.get(i).invoked(), i, true));
            events.add(new Event(returned.get(i).returned(), i, false));
        }
        events.sort(Comparator.comparing(Event::at));
        return events;
    }

    /** How many operations are not in order yet. */
    int open() {
        return open;
    }

    /** The earliest event that is left; only if one is. */
    int first() {
        return next[head];
    }

    int after(int event) {
        return next[event];
    }

    boolean isCall(int event) {
        return isCall[event];
    }

    int operationOf(int event) {
        return operationOf[event];
    }

    /** The operation whose call is the earliest left: all before it are in order. */
    int firstOperation() {
        return open == 0 ? operations : operationOf[next[head]];
    }

    /** The operation that returns first of those left: whatever was called after that return must wait for it. */
    int firstToReturn() {
        int event = first();
        while (isCall[event]) {
            event = next[event];
        }
        return operationOf[event];
    }

    /**
     * Of the operations invoked before the first return that is left, the one that returns next after the given one, or
     * first of all if none is given; {@link #NONE} if there is no other. Who has to be in order soonest is tried first.
     */
    int nextCandidate(int after) {
        int next = NONE;
        for (int event = first(); isCall[event]; event = this.next[event]) {
            int operation = operationOf[event];
            boolean isLater = after == NONE || returnOf[operation] > returnOf[after];
            if (isLater && (next == NONE || returnOf[operation] < returnOf[next])) {
                next = operation;
            }
        }
        return next;
    }

    void take(int operation) {
        unlink(callOf[operation]);
        unlink(returnOf[operation]);
        open--;
    }

    void putBack(int operation) {
        link(returnOf[operation]);
        link(callOf[operation]);
        open++;
    }

    private void unlink(int event) {
        next[previous[event]] = next[event];
        previous[next[event]] = previous[event];
    }

    private void link(int event) {
        next[previous[event]] = event;
        previous[next[event]] = event;
    }
}
