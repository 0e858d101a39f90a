package dev.muster.raft;

/** How much memory each entry of a group's log takes: a ring of bytes by index, which are contiguous. Lane only. */
final class EntryWeights {
    private int[] ring = new int[64];
    private long first = 1;
    private int head;
    private int size;
    private long sum;

    /** Of all entries. */
    long sum() {
        return sum;
    }

    /** Of the entries after {@code index}. */
    long after(long index) {
        long bytes = 0;
        for (long at = Math.max(first, index + 1); at < end(); at++) {
            bytes += ring[slot(at)];
        }
        return bytes;
    }

    /** Takes in the next entry. */
    void add(long index, int bytes) {
        if (size == 0) {
            first = index;
        }
        if (index != end()) {
            throw new IllegalStateException(
                    "entry " + index + " does not follow the entries " + first + ".." + (end() - 1));
        }
        grow();
        ring[slot(index)] = bytes;
        size++;
        sum += bytes;
    }

    void cutFrom(long index) {
        while (size > 0 && end() > index) {
            sum -= ring[slot(end() - 1)];
            size--;
        }
    }

    void cutUntil(long index) {
        while (size > 0 && first <= index) {
            sum -= ring[slot(first)];
            first++;
            head = (head + 1) & (ring.length - 1);
            size--;
        }
    }

    /** How many entries, up to {@code last} and with it, take at most so many bytes; {@code countMax} if all of them do. */
    int countWithin(long last, long bytesMax, int countMax) {
        long bytes = 0;
        for (int count = 0; count < countMax && last - count >= first; count++) {
            bytes += ring[slot(last - count)];
            if (bytes > bytesMax) {
                return count;
            }
        }
        return countMax;
    }

    private long end() {
        return first + size;
    }

    private int slot(long index) {
        return (head + (int) (index - first)) & (ring.length - 1);
    }

    private void grow() {
        if (size < ring.length) {
            return;
        }
        int[] larger = new int[ring.length * 2];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        ring = larger;
        head = 0;
    }
}
