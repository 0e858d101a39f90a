package dev.muster.sim.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last things that happened, per server and in words: what a person reads first when a run fails. */
public final class Journal {
    private static final int LINES_PER_SUBJECT = 60;

    /** One line. */
    public record Line(long atNanos, String subject, String text) {
        @Override
        public String toString() {
            return String.format(java.util.Locale.ROOT, "%12.6f s  %-8s  %s", atNanos / 1e9, subject, text);
        }
    }

    private final Map<String, Deque<Line>> lines = new LinkedHashMap<>();

    /** Writes a line about a server, a client, or the whole run. */
    public void note(long atNanos, String subject, String text) {
        Deque<Line> own = lines.computeIfAbsent(subject, name -> new ArrayDeque<>());
        own.addLast(new Line(atNanos, subject, text));
        if (own.size() > LINES_PER_SUBJECT) {
            own.removeFirst();
        }
    }

    /** The last lines about everybody, oldest first. */
    public List<Line> last(int count) {
        List<Line> all = lines.values().stream()
                .flatMap(Deque::stream)
                .sorted(java.util.Comparator.comparingLong(Line::atNanos))
                .toList();
        return all.subList(Math.max(0, all.size() - count), all.size());
    }
}
