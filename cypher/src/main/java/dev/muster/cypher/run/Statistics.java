package dev.muster.cypher.run;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what a statement changed, under Bolt's names. */
public final class Statistics {
    /** What is counted. */
    public enum Counter {
        NODES_CREATED,
        NODES_DELETED,
        RELATIONSHIPS_CREATED,
        RELATIONSHIPS_DELETED,
        PROPERTIES_SET,
        LABELS_ADDED,
        LABELS_REMOVED,
        INDEXES_ADDED,
        INDEXES_REMOVED,
        CONSTRAINTS_ADDED,
        CONSTRAINTS_REMOVED;

        private final String boltName =
                name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    private final long[] counts = new long[Counter.values().length];

    void count(Counter counter, long by) {
        counts[counter.ordinal()] += by;
    }

    /** Counts what others have counted. */
    void add(Statistics others) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += others.counts[i];
        }
    }

    /** Empty if nothing was changed. */
    public Map<String, Object> asMap() {
        Map<String, Object> result = new LinkedHashMap<>();
        for (Counter counter : Counter.values()) {
            if (counts[counter.ordinal()] > 0) {
                result.put(counter.boltName, counts[counter.ordinal()]);
            }
        }
        if (!result.isEmpty()) {
            result.put("contains-updates", true);
        }
        return result;
    }
}
