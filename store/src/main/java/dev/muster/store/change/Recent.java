package dev.muster.store.change;

import java.util.Iterator;
import java.util.function.ToLongFunction;

/** The ids of records, with the last two records at hand, so that merging by id reads nothing twice. */
final class Recent<R> implements Iterator<Long> {
    private final Iterator<R> records;
    private final ToLongFunction<R> idOf;
    private R last;
    private R lastButOne;

    Recent(Iterator<R> records, ToLongFunction<R> idOf) {
        this.records = records;
        this.idOf = idOf;
    }

    @Override
    public boolean hasNext() {
        return records.hasNext();
    }

    @Override
    public Long next() {
        lastButOne = last;
        last = records.next();
        return idOf.applyAsLong(last);
    }

    /** The record of that id, if it is one of the last two; null otherwise. */
    R of(long id) {
        if (last != null && idOf.applyAsLong(last) == id) {
            return last;
        }
        return lastButOne != null && idOf.applyAsLong(lastButOne) == id ? lastButOne : null;
    }
}
