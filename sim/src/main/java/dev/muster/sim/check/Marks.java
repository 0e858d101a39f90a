package dev.muster.sim.check;

import java.util.Arrays;

/** A number per index of a log; 0 where there is none. */
final class Marks {
    static final Marks NONE = new Marks();

    private long[] marks = new long[16];

    long get(long index) {
        return index < marks.length ? marks[(int) index] : 0;
    }

    /** No mark stands there or behind. */
    long end() {
        return marks.length;
    }

    void put(long index, long mark) {
        int at = Math.toIntExact(index);
        if (at >= marks.length) {
            marks = Arrays.copyOf(marks, Math.max(at + 1, marks.length * 2));
        }
        marks[at] = mark;
    }

    /** What is there already, or else the new mark, which is there then. */
    long putIfAbsent(long index, long mark) {
        long before = get(index);
        if (before == 0) {
            put(index, mark);
            return mark;
        }
        return before;
    }
}
