package dev.muster.cypher.value;

import java.util.AbstractList;
import java.util.RandomAccess;

/** The whole numbers from one on, in equal steps: computed when they are asked for, so that a long list takes no memory. */
public final class RangeList extends AbstractList<Object> implements RandomAccess {
    private final long first;
    private final long step;
    private final int size;

    /** {@code size} numbers, all of which must be longs. */
    public RangeList(long first, long step, int size) {
        this.first = first;
        this.step = step;
        this.size = size;
    }

    @Override
    public Object get(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return first + index * step;
    }

    @Override
    public int size() {
        return size;
    }
}
