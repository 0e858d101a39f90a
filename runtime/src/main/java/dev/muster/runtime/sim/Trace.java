package dev.muster.runtime.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** The record of a run: a hash over all events, and the last of them in words. */
final class Trace {
    private static final int EVENTS_KEPT_MAX = 50;

    private final Deque<Event> last = new ArrayDeque<>();
    private long hash;

    void add(Event event) {
        hash = SimulatedRandom.mix(hash ^ event.atNanos);
        hash = SimulatedRandom.mix(hash ^ event.sequence);
        hash = SimulatedRandom.mix(hash ^ event.name.hashCode());
        if (last.size() == EVENTS_KEPT_MAX) {
            last.removeFirst();
        }
        last.addLast(event);
    }

    long hash() {
        return hash;
    }

    /** One line per event, oldest first. */
    String lastEvents() {
        return last.stream().map(Trace::line).collect(Collectors.joining());
    }

    private static String line(Event event) {
        return String.format("%n  %14.6f ms  #%-8d %s", event.atNanos / 1e6, event.sequence, event.name);
    }
}
