package dev.muster.runtime.sim;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The record of a run: a hash over all that happened, how often what happened, and the last of it per server.
 *
 * <p>On the way of every event, so it keeps numbers and references only; words are made when somebody asks.
 */
final class Trace {
    private static final int LINES_MAX = 60;

    /** Odd numbers that spread what is added up before it is mixed. */
    private static final long SPREAD_1 = 0x9E37_79B9_7F4A_7C15L;

    private static final long SPREAD_2 = 0xC2B2_AE3D_27D4_EB4FL;

    private final long[] counts = new long[Kind.values().length];
    private final Map<String, Timeline> timelines = new LinkedHashMap<>();
    private final Timeline outside = new Timeline();
    private long hash;
    private long number;

    /** The timeline of a server. */
    Timeline timeline(String server) {
        return timelines.computeIfAbsent(server, name -> new Timeline());
    }

    /** What happened to no server in particular, for instance to the network. */
    Timeline outside() {
        return outside;
    }

    /** Something happened, and the server's (or the outside's) timeline shows it. */
    void add(Timeline timeline, long atNanos, Kind kind, Label label, long size) {
        fold(atNanos, kind, label, size);
        timeline.add(number, atNanos, kind, label, size);
    }

    /** Something happened that is too frequent for timelines. */
    void fold(long atNanos, Kind kind, Label label, long size) {
        number++;
        counts[kind.ordinal()]++;
        hash = SimulatedRandom.mix(hash ^ atNanos * SPREAD_1);
        hash = SimulatedRandom.mix(hash + ((long) label.hash << 8 | kind.ordinal()) + size * SPREAD_2);
    }

    long hash() {
        return hash;
    }

    /** How often what happened, by kind; what never happened is left out. */
    Map<String, Long> counts() {
        Map<String, Long> byKind = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            if (counts[kind.ordinal()] > 0) {
                byKind.put(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '), counts[kind.ordinal()]);
            }
        }
        return byKind;
    }

    /** The last of everything, one line each, oldest first. */
    String lastEvents() {
        List<Timeline> all = new ArrayList<>(timelines.values());
        all.add(outside);
        return lines(all);
    }

    /** The last of what happened to one server or outside, one line each, oldest first. */
    String lastEvents(String server) {
        return lines(List.of(timeline(server), outside));
    }

    private static String lines(Collection<Timeline> timelines) {
        List<Timeline.Entry> entries = new ArrayList<>();
        timelines.forEach(timeline -> timeline.forEach(entries::add));
        entries.sort(Comparator.comparingLong(Timeline.Entry::number));
        return entries.subList(Math.max(0, entries.size() - LINES_MAX), entries.size()).stream()
                .map(Timeline.Entry::line)
                .collect(Collectors.joining());
    }
}
