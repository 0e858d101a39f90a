package dev.muster.runtime.sim;

import java.util.function.Consumer;

/** The last things that happened to one server (or outside all of them), kept as numbers; words are made when asked for. */
final class Timeline {
    private static final int KEPT = 128;

    /** One thing that happened; {@code number} orders the things of all timelines. */
    record Entry(long number, long atNanos, Kind kind, Label label, long size) {
        /** A line of its own, with the line break before it. */
        String line() {
            return String.format(
                    "%n  %14.6f ms  #%-8d %s%s%s",
                    atNanos / 1e6, number, label, kind.text, kind.hasSize() ? " " + size : "");
        }
    }

    private final long[] numbers = new long[KEPT];
    private final long[] times = new long[KEPT];
    private final long[] sizes = new long[KEPT];
    private final Kind[] kinds = new Kind[KEPT];
    private final Label[] labels = new Label[KEPT];
    private long added;

    void add(long number, long atNanos, Kind kind, Label label, long size) {
        int slot = (int) (added++ % KEPT);
        numbers[slot] = number;
        times[slot] = atNanos;
        kinds[slot] = kind;
        labels[slot] = label;
        sizes[slot] = size;
    }

    /** Tells what is kept, oldest first. */
    void forEach(Consumer<Entry> reader) {
        for (long i = Math.max(0, added - KEPT); i < added; i++) {
            int slot = (int) (i % KEPT);
            reader.accept(new Entry(numbers[slot], times[slot], kinds[slot], labels[slot], sizes[slot]));
        }
    }
}
