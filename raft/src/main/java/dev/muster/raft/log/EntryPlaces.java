package dev.muster.raft.log;

import java.util.function.ObjIntConsumer;

/** Where each entry of a contiguous run of indexes is: a growing ring of (segment, position, length). Log lane only. */
final class EntryPlaces {
    private Segment[] segments = new Segment[16];
    private int[] positions = new int[16];
    private int[] lengths = new int[16];
    private long first = 1;
    private int head;
    private int size;

    long first() {
        return first;
    }

    /** One past the last index. */
    long end() {
        return first + size;
    }

    int size() {
        return size;
    }

    Segment segment(long index) {
        return segments[slot(index)];
    }

    int position(long index) {
        return positions[slot(index)];
    }

    int length(long index) {
        return lengths[slot(index)];
    }

    void put(long index, Segment segment, int position, int length) {
        if (size == 0) {
            first = index;
        }
        if (index < first || index > end()) {
            throw new IllegalStateException(
                    "entry " + index + " does not touch the entries " + first + ".." + (end() - 1));
        }
        if (index == end()) {
            grow();
            size++;
        } else {
            release(index);
        }
        int slot = slot(index);
        segments[slot] = segment;
        positions[slot] = position;
        lengths[slot] = length;
        segment.entryAdded(length);
    }

    void cutFrom(long index) {
        while (size > 0 && end() > index) {
            release(end() - 1);
            size--;
        }
    }

    void cutUntil(long index) {
        while (size > 0 && first <= index) {
            release(first);
            first++;
            head = (head + 1) & (segments.length - 1);
            size--;
        }
    }

    void clear() {
        cutFrom(Long.MIN_VALUE);
    }

    void forEachIn(int segment, ObjIntConsumer<Long> action) {
        for (long index = first; index < end(); index++) {
            if (segment(index).number() == segment) {
                action.accept(index, position(index));
            }
        }
    }

    private void release(long index) {
        int slot = slot(index);
        segments[slot].entryRemoved(lengths[slot]);
        segments[slot] = null;
    }

    private int slot(long index) {
        return (head + (int) (index - first)) & (segments.length - 1);
    }

    private void grow() {
        if (size < segments.length) {
            return;
        }
        int capacity = segments.length * 2;
        Segment[] newSegments = new Segment[capacity];
        int[] newPositions = new int[capacity];
        int[] newLengths = new int[capacity];
        for (int i = 0; i < size; i++) {
            int from = (head + i) & (segments.length - 1);
            newSegments[i] = segments[from];
            newPositions[i] = positions[from];
            newLengths[i] = lengths[from];
        }
        segments = newSegments;
        positions = newPositions;
        lengths = newLengths;
        head = 0;
    }
}
