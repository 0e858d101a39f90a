package dev.muster.store.graph;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.DataType;

/**
 * Fills an empty set with keys that come in any order, and in bounded memory: sorted runs of keys go into maps of their
 * own, which are merged at the end. So every key is appended, twice at most, and none is searched a place for.
 */
final class SortedRuns<K> {
    private static final String NAME = "run of ";

    private final MVStore store;
    private final MVMap<K, Present> target;
    private final DataType<K> keyType;
    private final int keysMax;
    private final List<K> keys = new ArrayList<>();
    private final List<MVMap<K, Present>> runs = new ArrayList<>();

    /** Into a set that is empty, with so many keys in memory at most. */
    SortedRuns(MVStore store, MVMap<K, Present> target, DataType<K> keyType, int keysMax) {
        this.store = store;
        this.target = target;
        this.keyType = keyType;
        this.keysMax = keysMax;
    }

    /** Removes the runs of others that will not be completed. */
    static void clear(MVStore store) {
        for (String name : List.copyOf(store.getMapNames())) {
            if (name.startsWith(NAME)) {
                store.removeMap(name);
            }
        }
    }

    /** Takes a key that was not taken before. */
    void add(K key) {
        keys.add(key);
        if (keys.size() == keysMax) {
            MVMap<K, Present> run = GraphMaps.openSet(store, NAME + target.getName() + " " + runs.size(), keyType);
            appendKeys(run);
            runs.add(run);
        }
    }

    /** Puts all keys where they belong, and removes the runs. {@code relief} is called every now and then in between. */
    void complete(Runnable relief) {
        if (runs.isEmpty()) {
            appendKeys(target);
            return;
        }
        int appended = 0;
        PriorityQueue<Head<K>> heads = new PriorityQueue<>((one, other) -> keyType.compare(one.key, other.key));
        keys.sort(keyType);
        heads.addAll(Head.all(runs, keys));
        while (!heads.isEmpty()) {
            Head<K> lowest = heads.poll();
            target.append(lowest.key, Present.YES);
            if (lowest.advance()) {
                heads.add(lowest);
            }
            if (++appended % keysMax == 0) {
                relief.run();
            }
        }
        keys.clear();
        runs.forEach(store::removeMap);
        runs.clear();
    }

    private void appendKeys(MVMap<K, Present> map) {
        keys.sort(keyType);
        keys.forEach(key -> map.append(key, Present.YES));
        keys.clear();
    }

    /** How far the merge has come in one run. */
    private static final class Head<K> {
        private final Iterator<K> rest;
        private K key;

        private Head(Iterator<K> rest) {
            this.rest = rest;
        }

        /** Of all runs that have a key, the one in memory among them. */
        static <K> List<Head<K>> all(List<MVMap<K, Present>> runs, List<K> inMemory) {
            List<Head<K>> heads = new ArrayList<>();
            runs.forEach(run -> heads.add(new Head<>(run.cursor(null))));
            heads.add(new Head<>(inMemory.iterator()));
            heads.removeIf(head -> !head.advance());
            return heads;
        }

        boolean advance() {
            boolean more = rest.hasNext();
            key = more ? rest.next() : null;
            return more;
        }
    }
}
