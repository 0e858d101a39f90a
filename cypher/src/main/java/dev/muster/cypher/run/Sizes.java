package dev.muster.cypher.run;

import dev.muster.cypher.value.NodeRef;
import dev.muster.cypher.value.PathRef;
import dev.muster.cypher.value.RangeList;
import dev.muster.cypher.value.RelationshipRef;
import java.util.List;
import java.util.Map;

/**
 * About how many bytes values take in a JVM of 64 bits with compressed references: near enough to keep a server from
 * running out of memory, and no more.
 */
final class Sizes {
    static final long REFERENCE = 4;
    static final long OBJECT = 16;

    private static final long NUMBER = 16;
    private static final long TEXT = 40;
    private static final long LIST = 40;
    private static final long MAP = 64;
    private static final long MAP_ENTRY = 48;
    private static final long RELATIONSHIP = 40;
    private static final long OTHER = 48;

    private Sizes() {}

    /** A value with all that is in it; what several values share is counted with each. */
    static long of(Object value) {
        if (value == null || value instanceof Boolean) {
            return 0;
        } else if (value instanceof Number) {
            return NUMBER;
        } else if (value instanceof String text) {
            return TEXT + text.length();
        } else if (value instanceof NodeRef) {
            return OBJECT;
        } else if (value instanceof RelationshipRef) {
            return RELATIONSHIP;
        } else if (value instanceof RangeList) {
            return LIST;
        } else if (value instanceof List<?> list) {
            return list(list);
        } else if (value instanceof Map<?, ?> map) {
            long size = MAP;
            for (Object item : map.values()) {
                size += MAP_ENTRY + of(item);
            }
            return size;
        } else if (value instanceof PathRef path) {
            return OBJECT + list(path.nodes()) + list(path.relationships());
        } else if (value instanceof byte[] bytes) {
            return OBJECT + bytes.length;
        }
        return OTHER;
    }

    private static long list(List<?> list) {
        long size = LIST + REFERENCE * list.size();
        for (Object item : list) {
            size += of(item);
        }
        return size;
    }
}
