package dev.muster.sim.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes small histories as a story: who asked what from when to when, and was told what. Times are virtual seconds. */
final class Script<I, O> {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private record Line<I, O>(int client, double from, double to, I input, O output, Ending ending) {}

    private record Event(double at, Runnable action) {}

    private enum Ending {
        RETURNS,
        UNKNOWN,
        FAILS,
        STAYS_OPEN
    }

    private final List<Line<I, O>> lines = new ArrayList<>();

    Script<I, O> told(int client, double from, double to, I input, O output) {
        lines.add(new Line<>(client, from, to, input, output, Ending.RETURNS));
        return this;
    }

    /** The client gives up at {@code to} and may go on. */
    Script<I, O> unknown(int client, double from, double to, I input) {
        lines.add(new Line<>(client, from, to, input, null, Ending.UNKNOWN));
        return this;
    }

    Script<I, O> failed(int client, double from, double to, I input) {
        lines.add(new Line<>(client, from, to, input, null, Ending.FAILS));
        return this;
    }

    /** Still waiting when the history ends. */
    Script<I, O> open(int client, double from, I input) {
        lines.add(new Line<>(client, from, Double.MAX_VALUE, input, null, Ending.STAYS_OPEN));
        return this;
    }

    History<I, O> history() {
        HistoryRecorder<I, O> recorder = new HistoryRecorder<>();
        Map<Line<I, O>, Integer> ids = new HashMap<>();
        List<Event> events = new ArrayList<>();
        for (Line<I, O> line : lines) {
            events.add(new Event(
                    line.from, () -> ids.put(line, recorder.invoked(line.client, nanos(line.from), line.input))));
            events.add(new Event(line.to, () -> end(recorder, ids.get(line), line)));
        }
        events.sort(Comparator.comparingDouble(Event::at));
        events.forEach(event -> event.action.run());
        return recorder.history();
    }

    private void end(HistoryRecorder<I, O> recorder, int id, Line<I, O> line) {
        switch (line.ending) {
            case RETURNS -> recorder.returned(id, nanos(line.to), line.output);
            case UNKNOWN -> recorder.outcomeUnknown(id);
            case FAILS -> recorder.failed(id);
            case STAYS_OPEN -> {}
        }
    }

    private static long nanos(double seconds) {
        return Math.round(seconds * NANOS_PER_SECOND);
    }
}
