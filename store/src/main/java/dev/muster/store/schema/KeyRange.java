package dev.muster.store.schema;

import java.util.Arrays;

/** A range of keys of an index, both ends included. Compared by bytes without sign. */
public record KeyRange(byte[] from, byte[] to) {
    public boolean contains(byte[] key) {
        return Arrays.compareUnsigned(from, key) <= 0 && Arrays.compareUnsigned(key, to) <= 0;
    }
}
