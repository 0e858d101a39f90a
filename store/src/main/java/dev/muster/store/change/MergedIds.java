package dev.muster.store.change;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.LongFunction;

/**
 * Two ascending sequences as one: what the version has, and ids that the transaction adds. Each id is looked up when its
 * turn comes, so that changes made meanwhile show, and what is gone by then (null) is left out.
 */
final class MergedIds<T> implements Iterator<T> {
    private final Iterator<Long> base;
    private final Iterator<Long> added;
    private final LongFunction<T> lookup;
    private Long nextBase;
    private Long nextAdded;
    private T next;

    MergedIds(Iterator<Long> base, Iterator<Long> added, LongFunction<T> lookup) {
        this.base = base;
        this.added = added;
        this.lookup = lookup;
        this.nextBase = advance(base);
        this.nextAdded = advance(added);
    }

    @Override
    public boolean hasNext() {
        while (next == null && (nextBase != null || nextAdded != null)) {
            next = lookup.apply(takeLowest());
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T result = next;
        next = null;
        return result;
    }

    private long takeLowest() {
        long lowest;
        if (nextAdded == null || nextBase != null && nextBase < nextAdded) {
            lowest = nextBase;
            nextBase = advance(base);
        } else {
            lowest = nextAdded;
            nextAdded = advance(added);
        }
        return lowest;
    }

    private static Long advance(Iterator<Long> ids) {
        return ids.hasNext() ? ids.next() : null;
    }
}
