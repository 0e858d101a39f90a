package dev.muster.raft.log;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ObjIntConsumer;

/**
 * Where each entry of a contiguous run of indexes is: a growing ring of positions and lengths, and the segments by the index
 * from which on they hold the entries. One number per entry, because a busy server notes every entry of all groups here, one
 * after the other, before it syncs. Log lane only.
 */
final class EntryPlaces {
    /** Position and length of each entry, in one number. */
    private long[] places = new long[16];

    /** The segment of every entry from an index on, up to the next one. */
    private final TreeMap<Long, Segment> segments = new TreeMap<>();

    /** The segment of the last entry; null if there is none. */
    private Segment newest;

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
        return segments.floorEntry(index).getValue();
    }

    int position(long index) {
        return (int) (places[slot(index)] >>> Integer.SIZE);
    }

    int length(long index) {
        return (int) places[slot(index)];
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
            if (segment != newest) {
                segments.put(index, segment);
                newest = segment;
            }
        } else {
            move(index, segment);
        }
        places[slot(index)] = (long) position << Integer.SIZE | length;
        segment.entriesAdded(1, length);
    }

    /** An entry that is there already now is in a segment. */
    private void move(long index, Segment segment) {
        Segment before = segment(index);
        before.entriesRemoved(1, length(index));
        if (before == segment) {
            return;
        }
        if (index + 1 < end()) {
            segments.putIfAbsent(index + 1, before);
        }
        Map.Entry<Long, Segment> left = segments.lowerEntry(index);
        if (left != null && left.getValue() == segment) {
            segments.remove(index);
        } else {
            segments.put(index, segment);
        }
        newest = segments.lastEntry().getValue();
    }

    void cutFrom(long index) {
        long until = Math.max(first, index);
        while (size > 0 && end() > until) {
            Map.Entry<Long, Segment> last = segments.lastEntry();
            long from = Math.max(until, last.getKey());
            remove(last.getValue(), from, end());
            size = (int) (from - first);
            if (from == last.getKey()) {
                segments.pollLastEntry();
            }
        }
        newest = size == 0 ? null : segments.lastEntry().getValue();
    }

    void cutUntil(long index) {
        while (size > 0 && first <= index) {
            Segment oldest = segments.pollFirstEntry().getValue();
            long runEnd = segments.isEmpty() ? end() : segments.firstKey();
            long until = Math.min(index + 1, runEnd);
            remove(oldest, first, until);
            int count = (int) (until - first);
            first = until;
            head = (head + count) & (places.length - 1);
            size -= count;
            if (until < runEnd) {
                segments.put(until, oldest);
            }
        }
        newest = size == 0 ? null : newest;
    }

    void clear() {
        cutFrom(Long.MIN_VALUE);
    }

    void forEachIn(int segment, ObjIntConsumer<Long> action) {
        for (Map.Entry<Long, Segment> run : segments.entrySet()) {
            if (run.getValue().number() == segment) {
                Long next = segments.higherKey(run.getKey());
                long end = next == null ? end() : next;
                for (long index = run.getKey(); index < end; index++) {
                    action.accept(index, position(index));
                }
            }
        }
    }

    /** The entries of one segment from an index until before another are not needed any more. */
    private void remove(Segment segment, long from, long until) {
        long bytes = 0;
        for (long index = from; index < until; index++) {
            bytes += length(index);
        }
        segment.entriesRemoved((int) (until - from), bytes);
    }

    private int slot(long index) {
        return (head + (int) (index - first)) & (places.length - 1);
    }

    private void grow() {
        if (size < places.length) {
            return;
        }
        long[] larger = new long[places.length * 2];
        int behindHead = places.length - head;
        System.arraycopy(places, head, larger, 0, behindHead);
        System.arraycopy(places, 0, larger, behindHead, head);
        places = larger;
        head = 0;
    }
}
